package dev.viva.realtime;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.viva.configuration.CannotStartException;
import dev.viva.configuration.Finding;
import dev.viva.problem.Secret;
import io.dropwizard.core.setup.Environment;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the simulated provider, which also mounts it. {@link ServiceLoader} finds the implementation:
 * the rest of the service does not know it, so that a build may leave it out.
 */
public interface SimulatorFactory {
    /** Where the simulator is mounted; its base URL is the service's own address with this path. */
    String PATH = "/simulator";

    /** The refusal of a build without a simulator. */
    String MISSING = "realtime.type asks for the simulator, which this build does not contain. Set OPENAI_API_KEY"
            + " (realtime.api_key) and realtime.type to openai or auto, or start viva.jar, which contains it.";

    /** Whether this build contains a simulator. */
    boolean isPresent();

    /** What is unsafe while the simulator is in use. */
    List<Finding> findings();

    /** Mounts the simulator on the service's own port; it stops with the service. */
    Mounted mount(Environment environment, CaseScript.Source scripts, InstantSource clock);

    /** The patient of a case without a call; empty in a build without a simulator. */
    Optional<OfflinePatient> rehearse(CaseScript script);

    /**
     * A mounted simulator.
     *
     * @param key the API key that a client must send
     * @param voiceFault why voice calls are impossible, in one sentence with the remedy; empty while they are possible
     */
    record Mounted(Secret key, Supplier<Optional<String>> voiceFault) {}

    /** The scripted patient of one case without a call, for rehearsals. It remembers what was said. Not thread-safe. */
    interface OfflinePatient {
        /**
         * What the patient does when the student has spoken.
         *
         * @param phase as on the wire: {@code subjective}, {@code objective} or {@code treatment_plan}
         * @param line what the student said
         */
        Reply answer(String phase, String line);

        /**
         * What the patient does once the test that it asked for was done, or was not. It may ask for another one.
         *
         * @param outcome as on the wire: {@code found}, {@code consent_needed} and so on
         * @param say what the case gives the patient to say; may be empty
         */
        default Reply examined(String phase, String outcome, String say) {
            return new Reply(say, List.of(), null, true);
        }

        /** Computes at once what is otherwise computed at the first lines. Takes seconds. */
        default void prepare() {}

        /**
         * What the patient does.
         *
         * @param said in the patient's words; empty when a test is to be done first
         * @param topics the names of the topics that these words tell
         * @param test the test that was asked for; null for none
         * @param followed false when the patient says that the line was not understood
         */
        record Reply(
                String said, List<String> topics, @Nullable TestRequest test, boolean followed) {}

        /**
         * A test that a student asked for.
         *
         * @param side null when the student named none
         * @param consent whether the patient has agreed
         */
        record TestRequest(String testId, CaseScript.@Nullable Side side, boolean consent) {}
    }

    /** The simulator of this build with its defaults. */
    static SimulatorFactory defaults() {
        return ServiceLoader.load(SimulatorFactory.class).findFirst().orElseGet(None::new);
    }

    /** Makes Jackson read a property of this type as the configuration of this build's simulator. */
    static Module module() {
        return new SimpleModule("simulator")
                .addAbstractTypeMapping(
                        SimulatorFactory.class, defaults().getClass().asSubclass(SimulatorFactory.class));
    }

    /**
     * Stands for the simulator in a build without one. It reads every key, since the built-in configuration has them.
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    final class None implements SimulatorFactory {
        @Override
        public boolean isPresent() {
            return false;
        }

        @Override
        public List<Finding> findings() {
            return List.of();
        }

        @Override
        public Optional<OfflinePatient> rehearse(CaseScript script) {
            return Optional.empty();
        }

        @Override
        public Mounted mount(Environment environment, CaseScript.Source scripts, InstantSource clock) {
            throw new CannotStartException(MISSING);
        }
    }
}

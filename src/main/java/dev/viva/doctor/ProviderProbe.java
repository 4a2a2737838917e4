package dev.viva.doctor;

import dev.viva.problem.Secret;
import dev.viva.realtime.CallConfig;
import dev.viva.realtime.Model;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.RealtimeProvider;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Whether the provider knows the key, lists the models, and would let a call begin. It begins none: it asks for a secret
 * for one, which costs nothing and expires unused.
 */
final class ProviderProbe implements Probe {
    private static final Duration SECRETS_LIFE = Duration.ofSeconds(10);

    private static final ProviderTrouble TROUBLE = new ProviderTrouble(
            "realtime.api_key (OPENAI_API_KEY)",
            "realtime.base_url (OPENAI_BASE_URL)",
            "refuses a call's settings (%s). Check realtime.model and voice.");

    private final RealtimeConfiguration config;
    private final Supplier<RealtimeProvider> providers;

    /** @param providers opened only if the provider is not simulated; closed afterwards */
    ProviderProbe(RealtimeConfiguration config, Supplier<RealtimeProvider> providers) {
        this.config = config;
        this.providers = providers;
    }

    @Override
    public String about() {
        return "provider";
    }

    @Override
    public List<Diagnosis> look() {
        if (config.simulated()) {
            return List.of(Diagnosis.warn(about(), "the simulator plays the patient. " + config.realPatient()));
        }
        try (RealtimeProvider provider = providers.get()) {
            List<String> listed = provider.models().stream().map(Model::id).toList();
            List<Diagnosis> missing = Stream.of(config.model(), config.transcriptionModel())
                    .distinct()
                    .filter(model -> !listed.contains(model))
                    .map(model -> Diagnosis.fail(
                            about(),
                            "does not list the model " + model + " for this key. Check realtime.model and"
                                    + " realtime.transcription_model, and that the account may use them."))
                    .toList();
            if (!missing.isEmpty()) {
                return missing;
            }
            provider.mintSecret(aCall(), SECRETS_LIFE);
            return List.of(Diagnosis.ok(about(), "knows the key, lists the models and would let a call begin."));
        } catch (ProviderException e) {
            return List.of(Diagnosis.fail(about(), TROUBLE.inWords(e)));
        }
    }

    private CallConfig aCall() {
        return new CallConfig(
                config.model(),
                config.voice(),
                new Secret("Say nothing."),
                config.speech(null),
                CallConfig.Origin.NONE);
    }
}

package dev.viva.doctor;

import dev.viva.openai.OpenAiChat;
import dev.viva.realtime.Model;
import dev.viva.realtime.ProviderException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whether the model that proposes to faculty is there: its server answers, knows the key and lists the model. It is asked
 * nothing, which would cost something.
 */
final class ReviewerProbe implements Probe {
    /** What Ollama adds to the name of a model that is asked for without a version. */
    private static final String NEWEST = ":latest";

    private static final ProviderTrouble TROUBLE = new ProviderTrouble(
            "review.api_key (VIVA_REVIEW_API_KEY)",
            "review.base_url (VIVA_REVIEW_BASE_URL)",
            "refuses to list its models (%s). Check that the key may list them, and review.base_url.");

    private final boolean on;
    private final String model;
    private final Supplier<OpenAiChat> servers;

    /** @param servers opened only if a model is configured; closed afterwards */
    ReviewerProbe(boolean on, String model, Supplier<OpenAiChat> servers) {
        this.on = on;
        this.model = model;
        this.servers = servers;
    }

    @Override
    public String about() {
        return "reviewer";
    }

    @Override
    public List<Diagnosis> look() {
        if (!on) {
            return List.of(Diagnosis.ok(about(), "none is configured."));
        }
        try (OpenAiChat server = servers.get()) {
            boolean listed = server.models().stream()
                    .map(Model::id)
                    .anyMatch(id -> id.equals(model) || id.equals(model + NEWEST));
            return List.of(
                    listed
                            ? Diagnosis.ok(about(), "knows the key and lists the model " + model + ".")
                            : Diagnosis.fail(
                                    about(),
                                    "does not list the model " + model + " for this key. Check review.model"
                                            + " (VIVA_REVIEW_MODEL), and that the account may use it."));
        } catch (ProviderException e) {
            return List.of(Diagnosis.fail(about(), TROUBLE.inWords(e)));
        }
    }
}

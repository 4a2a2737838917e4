package dev.viva.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.problem.Secret;
import dev.viva.realtime.Model;
import dev.viva.realtime.ProviderException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.client.StringRequestContent;

/**
 * The chat completions of OpenAI, or of a server with the same protocol (Azure OpenAI, vLLM, LocalAI, Ollama). Each
 * request is sent once and has a timeout. Thread-safe.
 */
public final class OpenAiChat implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of a reasoning model most of it is thought, not answer. */
    private static final int MAX_TOKENS = 4_000;

    private final ProviderHttp http;
    private final Duration timeout;

    /** @param timeout for a whole answer */
    public OpenAiChat(URI baseUrl, Secret apiKey, Duration connectTimeout, Duration timeout) {
        this.http = new ProviderHttp(() -> baseUrl, apiKey, connectTimeout);
        this.timeout = timeout;
    }

    /**
     * What is asked. Prints nothing, so that no log contains it.
     *
     * @param system what the model is told
     * @param user what it is shown
     * @param schema of the answer, as JSON Schema
     */
    public record Question(String model, String system, String user, JsonNode schema) {
        @Override
        public String toString() {
            return "Question[" + model + "]";
        }
    }

    /**
     * The model's words. Prints nothing, so that no log contains them.
     *
     * @param model as it calls itself; blank if it does not say
     * @param text empty when it refused to answer
     */
    public record Answer(String model, String text) {
        @Override
        public String toString() {
            return "Answer[" + model + "]";
        }
    }

    /** @throws ProviderException when there is no answer */
    public Answer ask(Question question) {
        String body = body(question);
        HttpReply reply = http.send(
                () -> http.post("/v1/chat/completions").body(new StringRequestContent("application/json", body)),
                timeout);
        if (!reply.succeeded()) {
            throw ErrorReplies.of(reply);
        }
        return answer(reply);
    }

    /** @throws ProviderException when the models cannot be listed */
    public List<Model> models() {
        HttpReply reply = http.send(() -> http.get("/v1/models"), timeout);
        if (!reply.succeeded()) {
            throw ErrorReplies.of(reply);
        }
        return Replies.models(reply);
    }

    private static String body(Question question) {
        ObjectNode body = JSON.createObjectNode();
        body.put("model", question.model());
        body.put("store", false);
        body.put("max_completion_tokens", MAX_TOKENS);
        var messages = body.putArray("messages");
        messages.addObject().put("role", "system").put("content", question.system());
        messages.addObject().put("role", "user").put("content", question.user());
        var format = body.putObject("response_format");
        format.put("type", "json_schema");
        format.putObject("json_schema")
                .put("name", "answer")
                .put("strict", true)
                .set("schema", question.schema());
        return body.toString();
    }

    private static Answer answer(HttpReply reply) {
        try {
            JsonNode read = JSON.readTree(reply.body());
            JsonNode message = read.path("choices").path(0).path("message");
            if (!message.isObject()) {
                throw ErrorReplies.malformed("no answer", reply);
            }
            return new Answer(
                    read.path("model").asText(""), message.path("content").asText(""));
        } catch (IOException e) {
            throw ErrorReplies.malformed("no answer", reply);
        }
    }

    /** Stops at once; requests in flight fail. */
    @Override
    public void close() {
        http.close();
    }
}

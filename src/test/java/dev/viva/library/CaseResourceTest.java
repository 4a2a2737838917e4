package dev.viva.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.PersonaList;
import dev.viva.model.PersonaView;
import dev.viva.model.ScenarioList;
import dev.viva.model.ScenarioView;
import dev.viva.problem.ProblemException;
import dev.viva.problem.ProblemReply;
import io.dropwizard.auth.AuthValueFactoryProvider;
import io.dropwizard.testing.junit5.DropwizardExtensionsSupport;
import io.dropwizard.testing.junit5.ResourceExtension;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(DropwizardExtensionsSupport.class)
class CaseResourceTest {
    private static final ResourceExtension SERVICE = ResourceExtension.builder()
            .addResource(new CaseResource(TestContent.SHIPPED, minutes -> minutes, session -> Optional.empty()))
            .addProvider(new Problems())
            .addProvider(new AuthValueFactoryProvider.Binder<>(Principal.class))
            .build();

    @Test
    void listsPatientsById() {
        assertThat(get("/api/v1/personas").readEntity(PersonaList.class).personas())
                .extracting(PersonaView::personaId)
                .contains("hana-suzuki")
                .isSorted();
    }

    @Test
    void listsCasesByIdWithFittingPatients() {
        assertThat(get("/api/v1/scenarios").readEntity(ScenarioList.class).scenarios())
                .anySatisfy(scenario -> {
                    assertThat(scenario.scenarioId()).isEqualTo("knee-after-football");
                    assertThat(scenario.personaIds()).contains("daniel-okafor", "hana-suzuki");
                    assertThat(scenario.roles())
                            .singleElement()
                            .satisfies(r -> assertThat(r.roleId()).isEqualTo("team-mate"));
                })
                .extracting(ScenarioView::scenarioId)
                .isSorted();
    }

    @Test
    void returnsOnePatientAndOneCase() {
        assertThat(get("/api/v1/personas/hana-suzuki")
                        .readEntity(PersonaView.class)
                        .age())
                .isEqualTo(24);
        assertThat(get("/api/v1/scenarios/knee-after-football")
                        .readEntity(ScenarioView.class)
                        .code())
                .isEqualTo("MSK-01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/personas",
                "/api/v1/personas/hana-suzuki",
                "/api/v1/scenarios",
                "/api/v1/scenarios/knee-after-football"
            })
    void isCacheableWithRevalidation(String path) {
        Response reply = get(path);

        assertThat(reply.getHeaderString("ETag"))
                .matches("\"[0-9a-f]{64}\"")
                .isEqualTo(get(path).getHeaderString("ETag"));
        assertThat(reply.getHeaderString("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(reply.getHeaderString("Vary")).isEqualTo("Authorization");
    }

    @Test
    void changesTheETagWithTheContent(@TempDir Path dir) throws IOException {
        TestContent.writeTo(dir);
        String before = eTag(dir);
        Files.writeString(
                dir.resolve(TestContent.SCENARIO_FILE), TestContent.SCENARIO.replace("A week ago.", "Today."));
        assertThat(eTag(dir)).isEqualTo(before);

        Files.writeString(
                dir.resolve(TestContent.SCENARIO_FILE), TestContent.SCENARIO.replace("that hurts", "that aches"));
        assertThat(eTag(dir)).isNotEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/personas/nobody", "/api/v1/scenarios/no-case"})
    void answersAnUnknownIdWithNotFound(String path) {
        Response reply = get(path);

        assertThat(reply.getStatus()).isEqualTo(404);
        assertThat(reply.readEntity(String.class)).contains("\"not_found\"");
    }

    private static String eTag(Path dir) {
        return new CaseResource(TestContent.load(dir), minutes -> minutes, session -> Optional.empty())
                .getScenario(Optional.empty(), "sore-wrist", "")
                .getEntityTag()
                .getValue();
    }

    private static Response get(String path) {
        return SERVICE.target(path).request().get();
    }

    private static final class Problems implements ExceptionMapper<ProblemException> {
        @Override
        public Response toResponse(ProblemException problem) {
            return ProblemReply.of(problem);
        }
    }
}

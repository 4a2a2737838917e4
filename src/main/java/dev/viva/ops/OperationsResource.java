package dev.viva.ops;

import dev.viva.api.OperationsApi;
import dev.viva.contract.Contract;
import dev.viva.docs.Docs;
import dev.viva.docs.ServedContract;
import dev.viva.http.ConditionalGet;
import dev.viva.model.Health;
import dev.viva.model.HealthStatus;
import dev.viva.model.Liveness;
import dev.viva.model.Readiness;
import dev.viva.model.Version;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Health, version and the contract itself. */
final class OperationsResource implements OperationsApi {
    /** Seconds after which a load balancer should probe again. */
    private static final int RETRY_AFTER = 5;

    private static final String REVALIDATE = "no-cache";

    private final ServedContract contract;
    private final Docs docs;
    private final BuildInfo build;
    private final ReadinessChecks checks;
    private final Function<Optional<Principal>, OpsSummary> summary;
    private final Supplier<String> contentDigest;

    /**
     * @param summary what {@code /health} shows this caller
     * @param contentDigest SHA-256 of the personas and scenarios in use, lower-case hex
     */
    OperationsResource(
            Contract contract,
            BuildInfo build,
            ReadinessChecks checks,
            Function<Optional<Principal>, OpsSummary> summary,
            Supplier<String> contentDigest) {
        this.contract = new ServedContract(contract);
        this.docs = new Docs(contract);
        this.build = build;
        this.checks = checks;
        this.summary = summary;
        this.contentDigest = contentDigest;
    }

    @Override
    public Response liveness() {
        return fresh(200, new Liveness(HealthStatus.UP));
    }

    @Override
    public Response readiness() {
        var results = checks.run();
        var readiness = new Readiness(ReadinessChecks.overall(results), results);
        if (readiness.status() == HealthStatus.UP) {
            return fresh(200, readiness);
        }
        return Response.fromResponse(fresh(503, readiness))
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER)
                .build();
    }

    @Override
    public Response health(Optional<Principal> caller) {
        var results = checks.run();
        OpsSummary now = summary.apply(caller);
        var spending = now.spending();
        var warnings = Stream.concat(now.warnings().stream(), spending.warnings().stream());
        return fresh(
                200,
                new Health(
                        ReadinessChecks.overall(results),
                        build.version(),
                        now.storage(),
                        now.redis(),
                        now.provider(),
                        results,
                        spending.uses().isEmpty() ? null : spending.uses(),
                        warnings.toList()));
    }

    @Override
    public Response getVersion() {
        return fresh(
                200,
                new Version(build.version(), build.commit(), build.builtAt(), contract.version(), contentDigest.get()));
    }

    @Override
    public Response getContractYaml(@Nullable String ifNoneMatch) {
        return document(contract.yaml(), "application/yaml");
    }

    @Override
    public Response getContractJson(@Nullable String ifNoneMatch) {
        return document(contract.json(), MediaType.APPLICATION_JSON);
    }

    @Override
    public Response getSchema(String name, @Nullable String ifNoneMatch) {
        return contract.schema(name)
                .map(schema -> document(schema, "application/schema+json"))
                .orElseThrow(() -> new ProblemException(Failure.NOT_FOUND));
    }

    @Override
    public Response docs() {
        return page(docs.page());
    }

    @Override
    public Response listProblemDocs() {
        return page(docs.problems());
    }

    @Override
    public Response getProblemDoc(String code) {
        return Failure.ofCode(code)
                .map(failure -> page(docs.problem(failure)))
                .orElseThrow(() -> new ProblemException(Failure.NOT_FOUND));
    }

    private static Response fresh(int status, Object entity) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(entity)
                .build();
    }

    /** {@link ConditionalGet} answers 304 when the client has it. */
    private static Response document(ServedContract.Document document, String type) {
        return Response.ok(document.content(), type)
                .tag(document.tag())
                .header(HttpHeaders.CACHE_CONTROL, REVALIDATE)
                .build();
    }

    private static Response page(String html) {
        return Response.ok(html, "text/html;charset=utf-8")
                .header(HttpHeaders.CACHE_CONTROL, REVALIDATE)
                .build();
    }
}

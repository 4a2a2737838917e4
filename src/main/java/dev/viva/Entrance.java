package dev.viva;

import dev.viva.access.Access;
import dev.viva.contract.AllowedMethods;
import dev.viva.contract.BodyValidation;
import dev.viva.contract.Contract;
import dev.viva.contract.RequestBodies;
import dev.viva.contract.SchemaValidator;
import dev.viva.http.HttpDefaults;
import dev.viva.http.PagePolicy;
import dev.viva.http.RequestLog;
import dev.viva.http.SlowClients;
import dev.viva.limits.RateLimitFilter;
import dev.viva.metrics.Metrics;
import dev.viva.problem.Problems;
import dev.viva.relay.RelayFastPath;
import dev.viva.sheet.CaseSheet;
import dev.viva.tracing.Tracing;
import dev.viva.transcript.print.PrintedForms;
import io.dropwizard.core.setup.Environment;
import java.util.List;
import java.util.stream.Stream;

/** What every request passes, whatever it asks for: headers, traces, time limits, the contract's bodies, problems. */
record Entrance(Contract contract, SchemaValidator schemas, BodyValidation bodies, Metrics metrics) {
    static Entrance install(VivaConfiguration config, Environment environment) {
        var contract = Contract.load();
        var schemas = new SchemaValidator(contract);
        var metrics = Metrics.install(environment);
        HttpDefaults.install(environment, config.cors, pages(config), metrics, new AllowedMethods(contract));
        Tracing.install(environment, config.tracing);
        SlowClients.install(environment, config.connections, config.limits.trustProxy()::isProxy);
        var bodies = RequestBodies.install(environment, schemas);
        Problems.install(environment, config.server());
        return new Entrance(contract, schemas, bodies, metrics);
    }

    /** The same for relays, which take a shorter way. */
    RelayFastPath.Steps toRelays(RateLimitFilter limits, Access access) {
        return new RelayFastPath.Steps(contract, limits, access, bodies, new RequestLog(metrics));
    }

    private static PagePolicy pages(VivaConfiguration config) {
        List<String> logins = config.access.oidc().connectOrigins();
        return new PagePolicy(
                List.of(PrintedForms.styleHash(), CaseSheet.styleHash()),
                Stream.concat(Provider.connectOrigins(config).stream(), logins.stream())
                        .toList(),
                config.isPublicByTls());
    }
}

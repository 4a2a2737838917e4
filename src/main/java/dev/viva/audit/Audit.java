package dev.viva.audit;

import dev.viva.contract.Contract;
import dev.viva.storage.Database;
import io.dropwizard.core.setup.Environment;
import java.time.Clock;

/** Installs the audit trail. */
public final class Audit {
    private Audit() {}

    /** @param contract marks the operations that are recorded with {@code x-audit} */
    public static void install(Environment environment, Contract contract, Database database, Clock clock) {
        environment.jersey().register(new AuditFilter(database, contract.audited(), clock));
        environment.jersey().register(new AuditResource(database));
    }
}

package dev.viva.ops;

import com.codahale.metrics.health.HealthCheck;
import dev.viva.storage.Database;
import dev.viva.storage.StorageErrors;
import org.jdbi.v3.core.JdbiException;

/** Whether lines can be stored. */
final class DatabaseCheck extends HealthCheck {
    private final Database database;

    DatabaseCheck(Database database) {
        this.database = database;
    }

    @Override
    protected Result check() {
        try {
            return database.fault().map(Result::unhealthy).orElseGet(Result::healthy);
        } catch (JdbiException e) {
            return Result.unhealthy(StorageErrors.reason(e) + " Nothing can be stored.");
        }
    }
}

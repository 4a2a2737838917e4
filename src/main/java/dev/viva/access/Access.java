package dev.viva.access;

import dev.viva.problem.Secret;
import dev.viva.session.RecentActivity;
import dev.viva.storage.Database;
import io.dropwizard.auth.AuthDynamicFeature;
import io.dropwizard.auth.AuthValueFactoryProvider;
import io.dropwizard.core.setup.Environment;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what in a running service.
 *
 * @param sessions gives callers the sessions that they may use
 * @param grantKey the key that signs grants
 * @param activity the sessions that were used recently
 */
public record Access(SessionAccess sessions, Grants grants, Secret grantKey, RecentActivity activity) {
    /**
     * Installs the authentication of callers.
     *
     * @param dataDirectory where the generated grant key is kept when none is configured
     */
    public static Access install(
            Environment environment, AccessConfiguration config, Path dataDirectory, Database database, Clock clock) {
        Secret key = GrantKey.of(config.grantKey(), dataDirectory);
        var grants = new Grants(key, config.grantLifetime().toJavaDuration(), clock);
        environment.jersey().register(new AuthDynamicFeature(new BearerFilter(grants, config.facultyKey())));
        environment.jersey().register(new AuthValueFactoryProvider.Binder<>(Principal.class));
        var activity = new RecentActivity();
        return new Access(new SessionAccess(database, activity), grants, key, activity);
    }

    /** Whether an {@code Authorization} header carries a valid grant for this session. */
    public boolean admits(String sessionId, @Nullable String header) {
        return BearerFilter.admits(grants, sessionId, header);
    }
}

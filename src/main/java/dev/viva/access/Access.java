package dev.viva.access;

import dev.viva.access.oidc.Oidc;
import dev.viva.problem.Secret;
import dev.viva.session.RecentActivity;
import dev.viva.storage.Database;
import io.dropwizard.auth.AuthDynamicFeature;
import io.dropwizard.auth.AuthValueFactoryProvider;
import io.dropwizard.core.setup.Environment;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Clock;

/**
 * Who may do what in a running service.
 *
 * @param sessions gives callers the sessions that they may use
 * @param grantKey the key that signs grants
 * @param activity the sessions that were used recently
 * @param facultyKey recognises faculty
 * @param oidc recognises people whom the identity provider has logged in
 */
public record Access(
        SessionAccess sessions,
        Grants grants,
        Secret grantKey,
        RecentActivity activity,
        FacultyKey facultyKey,
        Oidc oidc) {
    /**
     * Installs the authentication of callers.
     *
     * @param dataDirectory where the generated grant key is kept when none is configured
     */
    public static Access install(
            Environment environment, AccessConfiguration config, Path dataDirectory, Database database, Clock clock) {
        Secret key = GrantKey.of(config.grantKey(), dataDirectory);
        var grants = new Grants(
                key, config.previousGrantKey(), config.grantLifetime().toJavaDuration(), clock);
        var facultyKey = new FacultyKey(config.facultyKey());
        var oidc = Oidc.install(environment, config.oidc(), clock);
        environment.jersey().register(new AuthDynamicFeature(new BearerFilter(grants, facultyKey, oidc)));
        environment.jersey().register(new AuthValueFactoryProvider.Binder<>(Principal.class));
        var activity = new RecentActivity();
        return new Access(new SessionAccess(database, activity), grants, key, activity, facultyKey, oidc);
    }

    /** Whether an {@code Authorization} header carries a valid grant for this session. */
    public boolean admits(String sessionId, String header) {
        return BearerFilter.admits(grants, sessionId, header);
    }

    /** Whether an {@code Authorization} header carries the faculty key, or a token of faculty. Never waits. */
    public boolean isFaculty(String header) {
        return BearerFilter.isFaculty(facultyKey, oidc, header);
    }
}

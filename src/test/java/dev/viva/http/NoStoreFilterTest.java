package dev.viva.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.glassfish.jersey.uri.UriComponent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoStoreFilterTest {
    @ParameterizedTest
    @CsvSource({
        "/api/v1/sessions,               true",
        "/api/v1/sessions/ses_1/events,  true",
        "/api/v1/sessions;a=b,           true",
        "/api;a=b/v1/sessions;c/ses_1,   true",
        "/api/v1/%73essions/ses_1,       true",
        "/api/v1/groups/PT-2B/export,    true",
        "/api/v1/sessionsx,              false",
        "/api/v1/scenarios,              false",
        "/docs/api/v1/sessions,          false",
    })
    void recognisesEveryPathUnderSessions(String path, boolean expected) {
        var segments = UriComponent.decodePath(path, true);

        assertThat(NoStoreFilter.isPrivate(segments)).isEqualTo(expected);
    }
}

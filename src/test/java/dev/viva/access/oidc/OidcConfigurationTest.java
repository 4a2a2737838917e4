package dev.viva.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OidcConfigurationTest {
    private static final ObjectMapper MAPPER =
            Jackson.newObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static OidcConfiguration read(String yaml) throws IOException, ConfigurationException {
        return new YamlConfigurationFactory<>(OidcConfiguration.class, Validators.newValidator(), MAPPER, "dw")
                .build(path -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "test.yml");
    }

    @Test
    void hasDefaults() throws Exception {
        var read = read("{issuer: '', audience: ' ', faculty_values: [], algorithms: []}");

        assertThat(read).isEqualTo(OidcConfiguration.NONE);
        assertThat(read.on()).isFalse();
        assertThat(read.algorithms()).containsExactly("RS256", "ES256");
        assertThat(read.facultyClaim()).isEqualTo("roles");
        assertThat(read.facultyValues()).isEmpty();
        assertThat(read.nameClaim()).isEqualTo("name");
        assertThat(read.groupClaim()).isEmpty();
        assertThat(read.scope()).isEqualTo("openid profile");
        assertThat(read.connectOrigins()).isEmpty();
    }

    @Test
    void readsEachKey() throws Exception {
        var read = read("{issuer: 'https://id.example/realms/school/', audience: viva, client_id: page,"
                + " jwks_uri: 'https://keys.example/k', algorithms: [PS256], faculty_claim: realm_access.roles,"
                + " faculty_values: [teacher, dean], name_claim: given_name, group_claim: class,"
                + " scope: openid email, login_origins: ['https://tokens.example']}");

        assertThat(read)
                .isEqualTo(new OidcConfiguration(
                        "https://id.example/realms/school/",
                        "viva",
                        "page",
                        "https://keys.example/k",
                        List.of("PS256"),
                        "realm_access.roles",
                        List.of("teacher", "dean"),
                        "given_name",
                        "class",
                        "openid email",
                        List.of("https://tokens.example")));
        assertThat(read.connectOrigins()).containsExactly("https://id.example", "https://tokens.example");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {issuer: 'http://id.example', audience: a}                             | issuer must be an https address
            {issuer: 'https://id.example?x=1', audience: a}                        | issuer must be an https address
            {issuer: 'https://user:pass@id.example', audience: a}                  | issuer must be an https address
            {issuer: 'id.example', audience: a}                                    | issuer must be an https address
            {issuer: 'https://id example', audience: a}                            | issuer must be an https address
            {issuer: 'https://id.example'}                                         | audience is missing
            {audience: a}                                                          | issuer is missing
            {client_id: a}                                                         | issuer is missing
            {issuer: 'https://i.example', audience: a, jwks_uri: 'http://k.example'} | jwks_uri must be an https address
            {issuer: 'https://i.example', audience: a, algorithms: [HS256]}        | algorithms must be of RS256
            {issuer: 'https://i.example', audience: a, algorithms: [none]}         | algorithms must be of RS256
            {issuer: 'https://i.example', audience: a, scope: profile}             | scope must contain openid
            {issuer: 'https://i.example', audience: a, faculty_role: x}            | faculty_role
            {issuer: 'https://i.example', audience: a, login_origins: ['https://*.example']} | login_origins must be https
            {issuer: 'https://i.example', audience: a, login_origins: ['https://t.example/']} | login_origins must be https
            {issuer: 'https://i.example', audience: a, login_origins: ['http://t.example']} | login_origins must be https
            {login_origins: ['https://t.example']}                                 | issuer is missing
            """)
    void refusesAWrongValueByName(String yaml, String words) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:8090", "http://127.0.0.1:9/realm", "http://[::1]:9", "https://id.example"})
    void acceptsClearTextToThisMachineAlone(String issuer) throws Exception {
        assertThat(read("{issuer: '" + issuer + "', audience: a}").on()).isTrue();
    }
}

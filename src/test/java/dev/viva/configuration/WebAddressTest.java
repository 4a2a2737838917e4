package dev.viva.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://clinic.example",
                "http://localhost:5173",
                "https://clinic.example:80",
                "http://192.0.2.1:8080",
                "https://[2001:db8::1]",
                "https://xn--bcher-kva.example"
            })
    void knowsWhatABrowserSendsAsAnOrigin(String text) {
        assertThat(WebAddress.isOrigin(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://Clinic.example",
                "HTTPS://clinic.example",
                "https://clinic.example:443",
                "http://clinic.example:80",
                "https://clinic.example:",
                "https://clinic.example:08443",
                "https://clinic.example:65536",
                "https://clinic.example/",
                "https://clinic.example?x",
                "https://somebody@clinic.example",
                "https://*.clinic.example",
                "https://[2001:DB8::1]",
                "https://[2001:db8:0::1]",
                "http://[",
                "https://",
                "ftp://clinic.example",
                "clinic.example",
                "null",
                "*",
                ""
            })
    void knowsWhatNoBrowserSends(String text) {
        assertThat(WebAddress.isOrigin(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://Login.Example.edu/realms/school, https://login.example.edu",
        "https://login.example.edu:443/token?x=1, https://login.example.edu",
        "https://login.example.edu:8443/token, https://login.example.edu:8443",
        "http://[0:0::1]:8090/token, http://[::1]:8090"
    })
    void readsTheOriginOfAnAddress(String address, String origin) {
        assertThat(WebAddress.origin(address)).contains(origin);
    }

    @ParameterizedTest
    @CsvSource({
        "https://gateway.example/v1, true",
        "http://127.0.0.1:9999, true",
        "http://[, false",
        "http://a b, false",
        "https:///v1, false",
        "https://gateway.example?x=1, false",
        "https://gateway.example#x, false",
        "ftp://gateway.example, false",
        "gateway.example, false"
    })
    void knowsAnAddressToSendRequestsBelow(String address, boolean is) {
        assertThat(WebAddress.isBase(address)).isEqualTo(is);
    }
}

package dev.viva.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A forged header never gives a client a new bucket. */
class ClientAddressTest {

    @ParameterizedTest(name = "{0} hops, peer {1}, X-Forwarded-For {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            0 | 192.0.2.1            |                                    | 192.0.2.1
            0 | 192.0.2.1            | 203.0.113.9                        | 192.0.2.1
            1 | 10.0.0.1             |                                    | 10.0.0.1
            1 | 10.0.0.1             | 203.0.113.9                        | 203.0.113.9
            1 | 10.0.0.1             | 1.1.1.1, 203.0.113.9               | 203.0.113.9
            1 | 10.0.0.1             | 1.1.1.1,2.2.2.2 , 203.0.113.9      | 203.0.113.9
            1 | 10.0.0.1             | 1.1.1.1;203.0.113.9                | 203.0.113.9
            2 | 10.0.0.1             | 1.1.1.1, 203.0.113.9, 10.0.0.2     | 203.0.113.9
            2 | 10.0.0.1             | 203.0.113.9                        | 203.0.113.9
            1 | 10.0.0.1             | 203.0.113.9, unknown               | 10.0.0.1
            1 | 10.0.0.1             | 203.0.113.9, client.example        | 10.0.0.1
            2 | 10.0.0.1             | junk, 10.0.0.2                     | 10.0.0.2
            2 | 10.0.0.1             | 203.0.113.9, 999.1.1.1, 10.0.0.2   | 10.0.0.2
            1 | 10.0.0.1             | 203.0.113.9:51000                  | 203.0.113.9
            1 | 10.0.0.1             | 1.2.3                              | 10.0.0.1
            1 | 10.0.0.1             | 0x7f000001                         | 10.0.0.1
            1 | 10.0.0.1             | 2130706433                         | 10.0.0.1
            1 | 10.0.0.1             | 010.0.0.9                          | 10.0.0.1
            1 | 10.0.0.1             | 2001:db8:1:2:3:4:5:6               | 2001:db8:1:2:0:0:0:0
            1 | 10.0.0.1             | [2001:db8:1:2:ffff::1]:443         | 2001:db8:1:2:0:0:0:0
            1 | 10.0.0.1             | 2001:db8::zz                       | 10.0.0.1
            1 | 10.0.0.1             | ::ffff:203.0.113.9                 | 203.0.113.9
            1 | 10.0.0.1             | 203.0.113.9,                       | 203.0.113.9
            0 | 2001:db8:1:2:3:4:5:6 |                                    | 2001:db8:1:2:0:0:0:0
            0 | [::1]                |                                    | 0:0:0:0:0:0:0:0
            0 | fe80::1%eth0         |                                    | fe80:0:0:0:0:0:0:0
            0 | ::ffff:192.0.2.1     |                                    | 192.0.2.1
            0 | /run/viva.sock       |                                    | 0.0.0.0
            """)
    void countsByTheFirstUntrustedAddressFromTheRight(int hops, String peer, @Nullable String header, String counted) {
        var trust = new TrustProxy(hops, List.of(), ForwardingHeader.X_FORWARDED_FOR);
        // ';' separates header fields here, because a proxy may add its own field.
        List<String> lines = header == null ? List.of() : Arrays.asList(header.split(";"));
        assertThat(resolve(trust, peer, lines, List.of())).isEqualTo(counted);
    }

    @ParameterizedTest(name = "peer {0}, X-Forwarded-For {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            10.0.0.1    | 203.0.113.9                       | 203.0.113.9
            10.0.0.1    | 1.1.1.1, 203.0.113.9, 10.9.9.9    | 203.0.113.9
            10.0.0.1    | 203.0.113.9, 2001:db8:f::1        | 203.0.113.9
            10.0.0.1    | 203.0.113.9, junk, 10.9.9.9       | 10.9.9.9
            10.0.0.1    | 10.1.1.1, 10.2.2.2                | 10.1.1.1
            192.0.2.1   | 203.0.113.9                       | 192.0.2.1
            192.0.2.1   | 203.0.113.9, 10.0.0.1             | 192.0.2.1
            """)
    void skipsOnlyTrustedNetworks(String peer, String header, String counted) {
        var networks = List.of(Network.parse("10.0.0.0/8"), Network.parse("2001:db8:f::/48"));
        assertThat(resolve(
                        new TrustProxy(0, networks, ForwardingHeader.X_FORWARDED_FOR),
                        peer,
                        List.of(header),
                        List.of()))
                .isEqualTo(counted);
    }

    @ParameterizedTest(name = "Forwarded {0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            for=203.0.113.9                                    | 203.0.113.9
            for=1.1.1.1, For="203.0.113.9:4711";proto=https    | 203.0.113.9
            proto=http;by=10.0.0.1;for="[2001:db8:1:2::9]:80"  | 2001:db8:1:2:0:0:0:0
            for=203.0.113.9, for=_hidden                       | 10.0.0.1
            for=203.0.113.9, for=unknown                       | 10.0.0.1
            for=203.0.113.9, proto=https                       | 10.0.0.1
            for=1.1.1.1;for=203.0.113.9                        | 10.0.0.1
            for="1.1.1.1, for=203.0.113.9                      | 203.0.113.9
            for="1.1.1.1\\", for=2.2.2.2", for=203.0.113.9     | 203.0.113.9
            for=203.0.113.9, for="                             | 10.0.0.1
            """)
    void readsTheStandardForwardedHeader(String header, String counted) {
        var trust = new TrustProxy(1, List.of(), ForwardingHeader.FORWARDED);
        assertThat(resolve(trust, "10.0.0.1", List.of(), List.of(header))).isEqualTo(counted);
    }

    @Test
    void unclosedQuoteDoesNotSwallowTheProxysEntry() {
        var trust = new TrustProxy(1, List.of(), ForwardingHeader.FORWARDED);
        assertThat(resolve(trust, "10.0.0.1", List.of(), List.of("for=\"1.1.1.1", "for=203.0.113.9")))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void readsOnlyTheHeaderThatTheProxiesWrite() {
        assertThat(resolve(
                        new TrustProxy(1, List.of(), ForwardingHeader.X_FORWARDED_FOR),
                        "10.0.0.1",
                        List.of("203.0.113.9"),
                        List.of("for=1.1.1.1")))
                .isEqualTo("203.0.113.9");
        var trust = new TrustProxy(1, List.of(), ForwardingHeader.FORWARDED);
        assertThat(resolve(trust, "10.0.0.1", List.of("1.1.1.1"), List.of("for=203.0.113.9")))
                .isEqualTo("203.0.113.9");
        assertThat(resolve(trust, "10.0.0.1", List.of("1.1.1.1"), List.of())).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.1.1.1",
                "junk",
                "for=1.1.1.1",
                "\"",
                "for=\"",
                "for=\"\\",
                ",,,",
                "203.0.113.9, 1.1.1.1",
                "[::"
            })
    void clientCannotForgeItsAddress(String forged) {
        var trust = new TrustProxy(1, List.of(), ForwardingHeader.X_FORWARDED_FOR);
        assertThat(resolve(trust, "10.0.0.1", List.of(forged + ", 203.0.113.9"), List.of()))
                .isEqualTo("203.0.113.9");
        var standard = new TrustProxy(1, List.of(), ForwardingHeader.FORWARDED);
        assertThat(resolve(standard, "10.0.0.1", List.of(), List.of(forged + ", for=203.0.113.9")))
                .isEqualTo("203.0.113.9");
    }

    private static String resolve(TrustProxy trust, String peer, List<String> forwardedFor, List<String> forwarded) {
        var address = new ClientAddress(trust);
        var sent = Map.of("X-Forwarded-For", forwardedFor, "Forwarded", forwarded);
        return address.of(peer, sent.getOrDefault(address.header(), List.of())).getHostAddress();
    }
}

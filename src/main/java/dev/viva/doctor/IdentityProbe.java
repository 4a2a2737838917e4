package dev.viva.doctor;

import dev.viva.access.oidc.IssuerFacts;
import dev.viva.access.oidc.OidcConfiguration;
import java.util.List;
import java.util.stream.Stream;

/** Whether the identity provider shows keys by which its tokens can be verified, and lets the page log in. */
final class IdentityProbe implements Probe {
    private final OidcConfiguration config;

    IdentityProbe(OidcConfiguration config) {
        this.config = config;
    }

    @Override
    public String about() {
        return "identity provider";
    }

    @Override
    public List<Diagnosis> look() {
        if (!config.on()) {
            return List.of(Diagnosis.ok(about(), "none is configured."));
        }
        IssuerFacts facts = IssuerFacts.of(config);
        var keys = facts.fault()
                .map(fault -> Diagnosis.fail(
                        about(), "tokens cannot be verified: " + fault + ". Check access.oidc and the network."))
                .orElseGet(
                        () -> Diagnosis.ok(about(), "its keys can be fetched, " + facts.keys() + " of them usable."));
        return Stream.concat(
                        Stream.of(keys),
                        facts.loginFault().stream()
                                .map(fault -> Diagnosis.fail(about(), "nobody can log in on the page: " + fault + ".")))
                .toList();
    }
}

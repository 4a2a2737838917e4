package dev.viva;

import dev.viva.configuration.CannotStartException;
import dev.viva.configuration.Finding;
import dev.viva.configuration.ServerFindings;
import dev.viva.model.StudentsMode;
import dev.viva.model.VoiceMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code mode: production} refuses: settings that are unsafe where real students practise. */
final class Production {
    private Production() {}

    /**
     * The settings that stop the start: all that are unsafe, except those whose risk the operator accepts. Empty in
     * another mode.
     */
    static List<Finding> refusals(VivaConfiguration config) {
        return config.mode == Mode.PRODUCTION
                ? all(config).stream()
                        .filter(risk -> !config.acceptedRisks.containsKey(risk.key()))
                        .toList()
                : List.of();
    }

    /** @throws CannotStartException naming each refused setting and what to do */
    static void require(VivaConfiguration config) {
        List<Finding> refused = refusals(config);
        if (!refused.isEmpty()) {
            throw new CannotStartException(inWords(refused));
        }
    }

    private static String inWords(List<Finding> refused) {
        return refused.stream()
                .map(risk -> "  " + risk)
                .collect(Collectors.joining(
                        "\n",
                        "mode: production refuses these settings:\n",
                        "\nIf one is safe in your network, say why under its key in accepted_risks."));
    }

    /** What is unsafe in the configuration's mode: in production also what is accepted, with its reason. */
    static List<Finding> findings(VivaConfiguration config) {
        var findings = new ArrayList<Finding>();
        if (config.mode == Mode.PRODUCTION) {
            findings.addAll(refusals(config));
            findings.addAll(accepted(config));
        } else {
            findings.addAll(config.unsafe());
            if (ServerFindings.isPublic(config.getServerFactory())) {
                findings.add(new Finding(
                        "mode",
                        "other machines can reach this service, and unsafe settings do not stop it. For real students"
                                + " set it to production (VIVA_MODE)."));
            }
        }
        return findings;
    }

    private static List<Finding> accepted(VivaConfiguration config) {
        List<String> found = all(config).stream().map(Finding::key).toList();
        return config.acceptedRisks.entrySet().stream()
                .map(risk -> new Finding(
                        "accepted_risks." + risk.getKey(),
                        found.contains(risk.getKey())
                                ? "an unsafe setting is accepted: " + risk.getValue()
                                : "has no effect: that setting is not refused. Remove the entry."))
                .toList();
    }

    private static List<Finding> all(VivaConfiguration config) {
        var risks = new ArrayList<>(config.unsafe());
        risks.addAll(transport(config));
        risks.addAll(calls(config));
        risks.addAll(config.database.risks());
        risks.addAll(config.redis.risks());
        risks.addAll(entrance(config));
        risks.addAll(config.access.oidc().risks());
        risks.addAll(sharedState(config));
        if (config.content.reload()) {
            risks.add(new Finding(
                    "content.reload",
                    "for authors only: the log quotes cases. Set it to false (VIVA_CONTENT_RELOAD)."));
        }
        return risks;
    }

    private static List<Finding> transport(VivaConfiguration config) {
        var risks = new ArrayList<Finding>();
        if (config.publicUrl.isEmpty()) {
            risks.add(new Finding(
                    "public_url",
                    "nothing says that browsers reach this service by TLS. Set it to the https address that students"
                            + " open (VIVA_PUBLIC_URL)."));
        } else if (!config.isPublicByTls()) {
            risks.add(new Finding(
                    "public_url",
                    "what students say and their grants cross the network in clear text, and browsers refuse the"
                            + " microphone. Let a proxy or an https connector speak TLS, and name the https address"
                            + " (VIVA_PUBLIC_URL)."));
        }
        if (!ServerFindings.speaksTls(config.getServerFactory()) && config.limits.trustsNobody()) {
            risks.add(new Finding(
                    "limits.trust_proxy",
                    "not every connector speaks TLS, and no proxy is trusted. If TLS ends at a proxy, all students share"
                            + " its address and its limits: set hops or cidrs (VIVA_TRUST_PROXY_HOPS). If there is no"
                            + " proxy, remove the connector in clear text."));
        }
        return risks;
    }

    private static List<Finding> entrance(VivaConfiguration config) {
        return config.access.students() == StudentsMode.ANYONE
                ? List.of(new Finding(
                        "access.students",
                        "whoever finds the address starts encounters and spends the budget that a class needs. Set it to"
                                + " code, with classes, or to oidc (VIVA_STUDENTS)."))
                : List.of();
    }

    private static List<Finding> calls(VivaConfiguration config) {
        var risks = new ArrayList<Finding>();
        if (config.realtime.simulated()) {
            risks.add(new Finding(
                    "realtime.type",
                    "the simulator plays the patient, which hears no speech. " + config.realtime.realPatient()));
        }
        if (config.calls.mode() == VoiceMode.DIRECT) {
            risks.add(new Finding(
                    "calls.mode",
                    "with direct, a student can read and change what the patient is told. Set it to relay"
                            + " (VIVA_CALLS_MODE)."));
        } else if (!config.calls.sideband()) {
            risks.add(new Finding(
                    "calls.sideband",
                    "without it a student's browser can read the findings from the start. Set it to true"
                            + " (VIVA_SIDEBAND)."));
        }
        return risks;
    }

    /** Under keys of their own: who accepts clear text to Redis or the database does not accept their absence. */
    private static List<Finding> sharedState(VivaConfiguration config) {
        boolean many = config.replicas > 1;
        var risks = new ArrayList<Finding>();
        if (many && !config.database.postgresql()) {
            risks.add(new Finding(
                    "replicas",
                    "several need one PostgreSQL; SQLite serves one process. Set database.url (VIVA_DATABASE_URL)."));
        }
        if (many && !config.redis.on()) {
            risks.add(new Finding(
                    "redis",
                    "without it each replica has limits and RTC tokens of its own, and all of them instruct the"
                            + " patient of each call. Set redis.address (VIVA_REDIS_ADDRESS)."));
        }
        if ((many || config.database.postgresql()) && config.access.grantKey() == null) {
            risks.add(new Finding(
                    "access.grant_key",
                    "each replica makes a key of its own and refuses the grants of the others. Set one for all"
                            + " (VIVA_GRANT_KEY), made with: openssl rand -base64 48"));
        }
        return risks;
    }
}

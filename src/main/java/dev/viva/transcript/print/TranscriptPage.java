package dev.viva.transcript.print;

import com.google.common.hash.Hashing;
import com.google.common.html.HtmlEscapers;
import dev.viva.model.Transcript;
import dev.viva.model.Turn;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;

/** A transcript as a page to print: self-contained, all text escaped, no script. */
@Produces("text/html")
final class TranscriptPage extends PrintedForm {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);

    private static final String STYLE = """
            :root{color-scheme:light}
            body{font:16px/1.5 system-ui,sans-serif;color:#1d2327;background:#fff;max-width:44rem;margin:2rem auto;padding:0 1rem}
            h1{font-size:1.5rem;margin:0 0 .25rem}
            .about,.check{color:#50575e;font-size:.875rem;overflow-wrap:anywhere}
            table{border-collapse:collapse;width:100%;margin:1.5rem 0}
            th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid #dcdcde}
            th{white-space:nowrap;font-weight:600}
            time{color:#50575e;font-variant-numeric:tabular-nums;font-size:.875rem}
            td.words{white-space:pre-wrap;overflow-wrap:anywhere;width:100%}
            .phase{padding-top:1.25rem;break-after:avoid}
            .mark{color:#50575e;font-style:italic;font-size:.875rem}
            tr{break-inside:avoid}
            caption{text-align:left}
            @media (max-width:30rem){thead{display:none}tr,td,th{display:block;border:0;padding:0}tr{padding:.5rem 0;border-bottom:1px solid #dcdcde}}
            @media print{body{margin:0;max-width:none;font-size:11pt}}
            """;

    /** The hash that a Content-Security-Policy lists to allow this page's style alone: {@code sha256-…}. */
    static String styleHash() {
        byte[] sha = Hashing.sha256().hashString(STYLE, StandardCharsets.UTF_8).asBytes();
        return "sha256-" + Base64.getEncoder().encodeToString(sha);
    }

    TranscriptPage() {
        super(MediaType.TEXT_HTML_TYPE, "html");
    }

    @Override
    String head(Transcript transcript) {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>Transcript: %s</title><style>%s</style></head>
                <body><h1>%s</h1>
                %s<p class="about">Conversation with %s on %s. %s</p>
                <table><caption class="about">%d lines</caption>
                <thead><tr><th scope="col">Time</th><th scope="col">Who</th><th scope="col">Words</th></tr></thead>
                <tbody>
                """.formatted(
                        escape(transcript.scenarioTitle()),
                        STYLE,
                        escape(transcript.scenarioTitle()),
                        participantRow(transcript),
                        escape(partner(transcript)),
                        DAY.format(transcript.createdAt().atOffset(ZoneOffset.UTC)),
                        length(transcript),
                        transcript.turnCount());
    }

    @Override
    String foot(Transcript transcript) {
        return """
                </tbody></table>
                <p class="check">%s Session %s. Last sequence number %d. SHA-256 %s.</p>
                </body></html>
                """.formatted(
                        status(transcript), escape(transcript.sessionId()), transcript.lastSeq(), transcript.digest());
    }

    private static String participantRow(Transcript transcript) {
        String participant = participant(transcript);
        return participant == null ? "" : "<p class=\"about\">Student: <bdi>" + escape(participant) + "</bdi></p>\n";
    }

    private static String length(Transcript transcript) {
        int seconds = transcript.durationS();
        return "It lasted %d min %02d s.".formatted(seconds / 60, seconds % 60);
    }

    @Override
    String headingRow(String heading) {
        return "<tr><th class=\"phase\" scope=\"rowgroup\" colspan=\"3\">%s</th></tr>\n".formatted(escape(heading));
    }

    @Override
    String row(Transcript transcript, Turn turn) {
        String language = language(transcript, turn);
        return "<tr><td><time datetime=\"%s\">%s</time></td><th scope=\"row\" dir=\"auto\">%s</th><td class=\"words\"><span%s dir=\"auto\">%s</span>%s</td></tr>\n"
                .formatted(
                        spokenAt(turn),
                        clock(spokenAt(turn)),
                        escape(speaker(transcript, turn)),
                        language == null ? "" : " lang=\"" + escape(language) + "\"",
                        escape(turn.text()),
                        marks(turn).stream().map(TranscriptPage::mark).collect(Collectors.joining()));
    }

    @Override
    String examinationRow(Instant at, String words) {
        return "<tr><td><time datetime=\"%s\">%s</time></td><th scope=\"row\">Examination</th><td class=\"words\"><span dir=\"auto\">%s</span></td></tr>\n"
                .formatted(at, clock(at), escape(words));
    }

    private static String mark(String words) {
        return " <span class=\"mark\">[" + escape(words) + "]</span>";
    }

    private static String escape(String text) {
        return HtmlEscapers.htmlEscaper().escape(text);
    }
}

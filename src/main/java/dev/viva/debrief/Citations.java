package dev.viva.debrief;

import dev.viva.model.CaseSource;
import dev.viva.model.DebriefItem;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names the sources of a case as readers do. Its authors cite them by keys of the case, such as {@code stiell-1996}; a
 * student reads "Stiell 1996". Immutable.
 */
final class Citations {
    private static final Pattern KEY = Pattern.compile("(.+)-(\\d{4}[a-z]?)");

    private final Map<String, String> names;
    private final @Nullable Pattern keys;

    Citations(List<CaseSource> sources) {
        names = sources.stream().collect(Collectors.toMap(CaseSource::id, Citations::name, (one, other) -> one));
        keys = names.isEmpty()
                ? null
                : Pattern.compile(names.keySet().stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|", "(?<![\\w-])(?:", ")(?![\\w-])")));
    }

    /** By author and year, as the source's own text spells the author; another key stays as it is. */
    private static String name(CaseSource source) {
        var key = KEY.matcher(source.id());
        if (!key.matches()) {
            return source.id();
        }
        String author = key.group(1).replace('-', ' ');
        int at = source.text().toLowerCase(Locale.ROOT).indexOf(author);
        String spelled = at >= 0
                ? source.text().substring(at, at + author.length())
                : author.substring(0, 1).toUpperCase(Locale.ROOT) + author.substring(1);
        return spelled + " " + key.group(2);
    }

    String in(String text) {
        return keys == null ? text : keys.matcher(text).replaceAll(this::quoted);
    }

    private String quoted(MatchResult found) {
        return Matcher.quoteReplacement(names.getOrDefault(found.group(), found.group()));
    }

    /** An item with a readable title; its id stays, since it is stored. */
    DebriefItem in(DebriefItem item) {
        return new DebriefItem(
                item.id(),
                item.kind(),
                in(item.title()),
                item.result(),
                item.outcome(),
                item.side(),
                item.basis(),
                item.score(),
                item.evidence(),
                item.askedBy(),
                item.note());
    }
}

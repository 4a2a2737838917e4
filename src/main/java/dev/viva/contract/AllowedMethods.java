package dev.viva.contract;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code Allow}: the methods that the contract has at an address, with HEAD where there is GET, and OPTIONS. The
 * framework leaves HEAD out of a 405, and says nothing at all to a method that it has never heard of. Thread-safe.
 */
public final class AllowedMethods implements ContainerResponseFilter {
    private record Place(Pattern path, String methods) {}

    private final Set<Place> places;

    public AllowedMethods(Contract contract) {
        places = contract.operations().stream()
                .collect(Collectors.groupingBy(
                        Contract.Operation::path,
                        Collectors.mapping(Contract.Operation::method, Collectors.toCollection(TreeSet::new))))
                .entrySet()
                .stream()
                .map(entry -> new Place(pattern(entry.getKey()), allow(entry.getValue())))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(Pattern.quote(template).replaceAll("\\{[^}]*}", "\\\\E[^/]+\\\\Q"));
    }

    private static String allow(Set<String> methods) {
        var all = new TreeSet<>(methods);
        if (all.contains("GET")) {
            all.add("HEAD");
        }
        all.add("OPTIONS");
        return String.join(", ", all);
    }

    /** What is allowed at that path; nothing where the contract has no operation. */
    public Optional<String> at(String path) {
        return places.stream()
                .filter(place -> place.path().matcher(path).matches())
                .map(Place::methods)
                .findFirst();
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getHeaders().containsKey(HttpHeaders.ALLOW)) {
            at("/" + request.getUriInfo().getPath())
                    .ifPresent(methods -> response.getHeaders().putSingle(HttpHeaders.ALLOW, methods));
        }
    }
}

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
 * Sets {@code Allow}: the methods of a path in the contract, HEAD where there is GET, and OPTIONS. The framework omits
 * HEAD in a 405, and sets no {@code Allow} for an unknown method. Thread-safe.
 */
public final class AllowedMethods implements ContainerResponseFilter {
    private record Route(Pattern path, String methods) {}

    private final Set<Route> routes;

    public AllowedMethods(Contract contract) {
        routes = contract.operations().stream()
                .collect(Collectors.groupingBy(
                        Contract.Operation::path,
                        Collectors.mapping(Contract.Operation::method, Collectors.toCollection(TreeSet::new))))
                .entrySet()
                .stream()
                .map(entry -> new Route(pattern(entry.getKey()), allow(entry.getValue())))
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

    /** The methods allowed at the path; empty when the contract has no operation there. */
    public Optional<String> at(String path) {
        return routes.stream()
                .filter(route -> route.path().matcher(path).matches())
                .map(Route::methods)
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

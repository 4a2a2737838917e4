package dev.viva.testing;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.model.Resource;

/** The Jersey routes of a running service, such as {@code GET /api/v1/voices}, to compare with the contract. */
public final class Routes {
    private Routes() {}

    /** Method and path template of every resource method, sorted. */
    public static Set<String> served(ResourceConfig jersey) {
        return Stream.concat(
                        jersey.getClasses().stream(),
                        jersey.getInstances().stream().map(Object::getClass))
                .distinct()
                .map(Resource::from)
                .filter(resource -> resource != null)
                .flatMap(resource -> routes("", resource))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> routes(String prefix, Resource resource) {
        String path = (prefix + "/" + resource.getPath()).replaceAll("/+", "/");
        return Stream.concat(
                resource.getResourceMethods().stream().map(method -> method.getHttpMethod() + " " + path),
                resource.getChildResources().stream().flatMap(child -> routes(path, child)));
    }
}

package dev.viva.docs;

import io.dropwizard.core.setup.Environment;
import java.util.List;

/**
 * Serves the built pages from {@code /page} on the classpath: {@code /} for students, {@code /faculty} for faculty and,
 * for whoever they let watch, {@code /watch}, {@code /assets/*} and a few icons and manifests. Without built pages, these
 * addresses say so. Also serves the files of {@code /docs}.
 */
public final class Page {
    private static final String BUILT = "/page";
    private static final String NOT_BUILT = "/dev/viva/docs/no-page";
    private static final List<String> ROOT_FILES =
            List.of("favicon.svg", "favicon.ico", "apple-touch-icon.png", "manifest.webmanifest", "robots.txt");

    private Page() {}

    /** Jersey is mapped to {@code /*}. These paths are longer or exact, so they take precedence. */
    public static void install(Environment environment) {
        var files = new StaticFiles(List.of(BUILT, NOT_BUILT), StaticFiles.REVALIDATE, environment.getObjectMapper());
        var page = environment.servlets().addServlet("page", files);
        page.addMapping("");
        StaticFiles.PAGES.keySet().stream()
                .filter(address -> !address.equals("/"))
                .forEach(page::addMapping);
        ROOT_FILES.stream().filter(files::has).forEach(name -> page.addMapping("/" + name));
        environment
                .servlets()
                .addServlet(
                        "page-assets",
                        new StaticFiles(
                                List.of(BUILT + "/assets"), StaticFiles.IMMUTABLE, environment.getObjectMapper()))
                .addMapping("/assets/*");
        environment
                .servlets()
                .addServlet(
                        "docs-assets",
                        new StaticFiles(List.of(Docs.FOLDER), StaticFiles.REVALIDATE, environment.getObjectMapper()))
                .addMapping("/docs/assets/*");
    }
}

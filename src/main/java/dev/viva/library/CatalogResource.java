package dev.viva.library;

import dev.viva.api.CataloguesApi;
import dev.viva.model.Catalog;
import dev.viva.model.CatalogList;
import dev.viva.model.CatalogSummary;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import jakarta.ws.rs.core.Response;

/** Serves the catalogues: what students choose from and look up. Thread-safe. */
final class CatalogResource implements CataloguesApi {
    private final CaseLibrary library;

    CatalogResource(CaseLibrary library) {
        this.library = library;
    }

    @Override
    public Response listCatalogs(String ifNoneMatch) {
        return CaseResource.reply(new CatalogList(
                library.catalogs().stream().map(CatalogResource::summary).toList()));
    }

    @Override
    public Response getCatalog(String catalogId, String ifNoneMatch) {
        Catalog catalog = library.catalog(catalogId).orElseThrow(() -> new ProblemException(Failure.NOT_FOUND));
        return CaseResource.reply(catalog);
    }

    private static CatalogSummary summary(Catalog catalog) {
        return new CatalogSummary(
                catalog.catalogId(), catalog.title(), catalog.entries().size());
    }
}

package dev.viva.examination;

import dev.viva.library.CaseLibrary;
import dev.viva.model.Catalog;
import dev.viva.model.CatalogEntry;
import dev.viva.model.CatalogId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tests of the catalogues, by id. Immutable. */
record Tests(Map<String, CatalogEntry> byId) {
    /** The catalogues that contain tests. */
    private static final List<CatalogId> CATALOGS = List.of(CatalogId.SPECIAL_TESTS, CatalogId.FUNCTIONAL_TESTS);

    static Tests of(CaseLibrary library) {
        return of(library.catalogs());
    }

    static Tests of(List<Catalog> catalogs) {
        var byId = new LinkedHashMap<String, CatalogEntry>();
        catalogs.stream()
                .filter(catalog -> CATALOGS.contains(catalog.catalogId()))
                .map(Catalog::entries)
                .flatMap(Collection::stream)
                .forEach(entry -> byId.putIfAbsent(entry.id(), entry));
        return new Tests(byId);
    }

    Optional<CatalogEntry> find(String testId) {
        return Optional.ofNullable(byId.get(testId));
    }
}

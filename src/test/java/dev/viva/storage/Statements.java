package dev.viva.storage;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.viva.testing.Engine;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlCall;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Finds every SQL statement in the service's classes, so that no new one is forgotten. */
final class Statements {
    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.viva");

    private Statements() {}

    /** All statements of DAOs and all prepared ones that run on a database, by {@code Class.member}. */
    static Map<String, String> all(Engine engine) {
        var statements = new TreeMap<String, String>();
        for (JavaClass type : SERVICE) {
            for (JavaMethod method : type.getMethods()) {
                sql(method).forEach(sql -> statements.put(name(type, method.getName()), sql));
            }
            for (JavaField field : type.getFields()) {
                JavaClass kind = field.getRawType();
                boolean constant = field.getModifiers().contains(JavaModifier.STATIC);
                if (constant && (kind.isEquivalentTo(Transaction.Sql.class) || kind.isEquivalentTo(RowsSql.class))) {
                    statements.put(name(type, field.getName()), constant(field).toString());
                }
                if (constant && kind.isEquivalentTo(RowsSql.class) && engine == Engine.POSTGRESQL) {
                    var rows = (RowsSql) constant(field);
                    statements.put(
                            name(type, field.getName()) + " in a transaction",
                            rows.arrays().toString());
                }
                if (constant && kind.isEquivalentTo(RowsUpdate.class)) {
                    var update = (RowsUpdate) constant(field);
                    Object sql = engine == Engine.POSTGRESQL ? update.together() : update.each();
                    statements.put(name(type, field.getName()), sql.toString());
                }
            }
        }
        return statements;
    }

    private static String name(JavaClass type, String member) {
        return type.getSimpleName() + "." + member;
    }

    private static List<String> sql(JavaMethod method) {
        var found = new ArrayList<String>();
        method.tryGetAnnotationOfType(SqlQuery.class).ifPresent(a -> found.add(a.value()));
        method.tryGetAnnotationOfType(SqlUpdate.class).ifPresent(a -> found.add(a.value()));
        method.tryGetAnnotationOfType(SqlBatch.class).ifPresent(a -> found.add(a.value()));
        method.tryGetAnnotationOfType(SqlCall.class).ifPresent(a -> found.add(a.value()));
        return found;
    }

    private static Object constant(JavaField field) {
        try {
            Field constant = field.reflect();
            constant.setAccessible(true);
            return constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The classes that pass other statements to the database. */
    static Set<String> classesWithTheirOwn() {
        var classes = new TreeSet<String>();
        for (JavaClass type : SERVICE) {
            boolean makesOne = type.getMethodCallsFromSelf().stream().anyMatch(call -> {
                JavaClass owner = call.getTargetOwner();
                String method = call.getTarget().getName();
                return owner.isAssignableTo(Handle.class) && method.matches("create.*|select|execute|prepareBatch")
                        || owner.isAssignableTo(Connection.class) && method.matches("prepare.*|createStatement")
                        || owner.isAssignableTo(Statement.class)
                                && method.startsWith("execute")
                                && !call.getTarget().getRawParameterTypes().isEmpty();
            });
            if (makesOne) {
                classes.add(type.getName().replaceFirst(".*\\.", "").replaceFirst("\\$.*", ""));
            }
        }
        return classes;
    }
}

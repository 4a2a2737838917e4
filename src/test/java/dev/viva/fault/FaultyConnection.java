package dev.viva.fault;

import dev.viva.fault.SqlFaults.Step;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A real connection that reports its statements and commits and can make them fail. Not thread-safe. */
final class FaultyConnection implements InvocationHandler {
    private final Connection real;
    private final SqlFaults faults;
    private final List<Object> bound = new ArrayList<>();

    private FaultyConnection(Connection real, SqlFaults faults) {
        this.real = real;
        this.faults = faults;
    }

    static Connection around(Connection real, SqlFaults faults) {
        return proxy(Connection.class, new FaultyConnection(real, faults));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "commit" -> {
                var step = new Step(Step.COMMIT, List.copyOf(bound), true);
                bound.clear();
                return step(step, real, method, arguments);
            }
            case "rollback" -> {
                bound.clear();
                return call(real, method, arguments);
            }
            case "createStatement", "prepareStatement", "prepareCall" -> {
                return statement((Statement) call(real, method, arguments), arguments);
            }
            default -> {
                return call(real, method, arguments);
            }
        }
    }

    private Statement statement(@Nullable Object made, Object @Nullable [] arguments) throws SQLException {
        if (made == null) {
            throw new SQLException("the driver made no statement");
        }
        String sql = arguments != null && arguments.length > 0 && arguments[0] instanceof String text ? text : "";
        var handler = new OneStatement(made, sql);
        return switch (made) {
            case CallableStatement call -> proxy(CallableStatement.class, handler);
            case PreparedStatement prepared -> proxy(PreparedStatement.class, handler);
            default -> proxy(Statement.class, handler);
        };
    }

    private @Nullable Object step(Step step, Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        faults.before(step);
        Object result = call(target, method, arguments);
        faults.after(step);
        return result;
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private final class OneStatement implements InvocationHandler {
        private final Object statement;
        private final String sql;
        private final List<Object> values = new ArrayList<>();

        private OneStatement(Object statement, String sql) {
            this.statement = statement;
            this.sql = sql;
        }

        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
            String name = method.getName();
            if (name.equals("getConnection")) {
                return around(real, faults);
            }
            if (name.startsWith("set") && arguments != null && arguments.length > 1 && arguments[1] != null) {
                values.add(arguments[1]);
            }
            if (!name.startsWith("execute")) {
                return call(statement, method, arguments);
            }
            boolean writing = !real.getAutoCommit();
            if (writing) {
                bound.addAll(values);
            }
            String text = arguments != null && arguments.length > 0 && arguments[0] instanceof String s ? s : sql;
            var step = new Step(text, List.copyOf(values), writing);
            values.clear();
            return step(step, statement, method, arguments);
        }
    }
}

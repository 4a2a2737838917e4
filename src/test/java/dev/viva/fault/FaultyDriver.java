package dev.viva.fault;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;

/**
 * Wraps the real JDBC driver and makes its steps fail; the database itself is real and stays intact. Applies only to
 * addresses for which faults are set. Thread-safe.
 */
public final class FaultyDriver implements Driver {
    private static final ConcurrentHashMap<String, SqlFaults> FAULTS = new ConcurrentHashMap<>();

    /** Sets the faults of each database whose address contains this text, until they are removed. */
    public static synchronized void set(String partOfAddress, SqlFaults faults) throws SQLException {
        FAULTS.put(partOfAddress, faults);
        List<Driver> registered = DriverManager.drivers().toList();
        if (registered.stream().noneMatch(FaultyDriver.class::isInstance)) {
            // The first driver that accepts an address serves it.
            for (Driver driver : registered) {
                DriverManager.deregisterDriver(driver);
            }
            DriverManager.registerDriver(new FaultyDriver());
            for (Driver driver : registered) {
                DriverManager.registerDriver(driver);
            }
        }
    }

    public static void clear(String partOfAddress) {
        FAULTS.remove(partOfAddress);
    }

    private static Optional<SqlFaults> faults(String url) {
        return FAULTS.entrySet().stream()
                .filter(entry -> url.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        SqlFaults faults = faults(url).orElseThrow(() -> new SQLException("no faults are set for this address"));
        return FaultyConnection.around(real(url).connect(url, info), faults);
    }

    private static Driver real(String url) throws SQLException {
        for (Driver driver : DriverManager.drivers().toList()) {
            if (!(driver instanceof FaultyDriver) && driver.acceptsURL(url)) {
                return driver;
            }
        }
        throw new SQLException("no driver knows this address");
    }

    @Override
    public boolean acceptsURL(String url) {
        return faults(url).isPresent();
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
        return real(url).getPropertyInfo(url, info);
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("this driver does not log");
    }
}

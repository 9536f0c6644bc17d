package dev.etagere.transactions;

import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.XAConnection;
import org.h2.jdbcx.JdbcDataSource;

/** An H2 database in memory with one value, written in the current transaction and read outside of any. */
final class Database implements AutoCloseable {
    private final TransactionManager manager;
    private final JdbcDataSource source = new JdbcDataSource();
    private final List<XAConnection> writers = new ArrayList<>();
    private final Connection reader;

    Database(TransactionManager manager) {
        this.manager = manager;
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        try {
            reader = source.getConnection();
            try (Statement statement = reader.createStatement()) {
                statement.execute("create table item(name varchar primary key)");
                statement.execute("insert into item values('old')");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the value in the current transaction. */
    void write(String name) throws Exception {
        XAConnection writer = source.getXAConnection();
        synchronized (writers) {
            writers.add(writer);
        }
        manager.getTransaction().enlistResource(writer.getXAResource());
        try (Statement statement = writer.getConnection().createStatement()) {
            statement.execute("update item set name = '" + name + "'");
        }
    }

    /** A connection for a participant of the test's own making. */
    Connection connect() throws SQLException {
        return source.getConnection();
    }

    /** What everybody reads. */
    synchronized String committed() {
        try (Statement statement = reader.createStatement();
                ResultSet rows = statement.executeQuery("select name from item")) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        for (XAConnection writer : writers) {
            writer.close();
        }
        reader.close();
    }
}

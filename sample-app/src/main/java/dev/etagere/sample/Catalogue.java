package dev.etagere.sample;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.h2.jdbcx.JdbcConnectionPool;

/** The products in the database. Each method is one transaction, committed when it returns. */
final class Catalogue {
    static final String ATTRIBUTE = Catalogue.class.getName();

    private static final int DUPLICATE_KEY = 23505;

    private final JdbcConnectionPool pool;
    private boolean filled;

    private Catalogue(JdbcConnectionPool pool) {
        this.pool = pool;
    }

    /** Opens it, and fills it at the first start. */
    static Catalogue open(String url) throws SQLException {
        Catalogue catalogue = new Catalogue(JdbcConnectionPool.create(closedByUs(url), "sa", ""));
        try {
            catalogue.prepare();
        } catch (SQLException e) {
            catalogue.pool.dispose();
            throw e;
        }
        return catalogue;
    }

    /**
     * Else H2 closes it as soon as the process is told to stop, under the hands of the last requests. It does not let
     * several processes share a file that way, though.
     */
    private static String closedByUs(String url) {
        String settings = url.toUpperCase(Locale.ROOT);
        return settings.contains(";DB_CLOSE_ON_EXIT=") || settings.contains(";AUTO_SERVER=TRUE")
                ? url
                : url + ";DB_CLOSE_ON_EXIT=FALSE";
    }

    /** Whether this start has filled it: what others may have read before is to be touched then. */
    boolean isFilled() {
        return filled;
    }

    private void prepare() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS product (id BIGINT PRIMARY KEY, name VARCHAR(200) NOT NULL,"
                    + " name_de VARCHAR(200) NOT NULL, category VARCHAR(100) NOT NULL, price_cents BIGINT NOT NULL)");
            statement.execute("CREATE SEQUENCE IF NOT EXISTS product_id START WITH " + (FirstProducts.COUNT + 1));
            try (ResultSet some = statement.executeQuery("SELECT 1 FROM product LIMIT 1")) {
                if (some.next()) {
                    return;
                }
            }
        }
        fill();
    }

    /** All or nothing, and never over what another node has filled it with, or its customers have changed since. */
    private void fill() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO product VALUES (?, ?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            try {
                for (Product product : FirstProducts.all()) {
                    set(insert, product);
                    insert.executeUpdate();
                }
                connection.commit();
                filled = true;
            } catch (SQLException e) {
                connection.rollback();
                if (e.getErrorCode() != DUPLICATE_KEY) {
                    throw e;
                }
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void set(PreparedStatement statement, Product product) throws SQLException {
        statement.setLong(1, product.id());
        statement.setString(2, product.name());
        statement.setString(3, product.nameDe());
        statement.setString(4, product.category());
        statement.setLong(5, product.priceCents());
    }

    List<Product> all() throws SQLException {
        return select("ORDER BY id");
    }

    List<Product> inCategory(String category) throws SQLException {
        return select("WHERE category = ? ORDER BY id", category);
    }

    /** Those whose name, in either language, has this text in it, whatever its case. */
    List<Product> search(String text) throws SQLException {
        return select(
                "WHERE LOCATE(LOWER(?), LOWER(name)) > 0 OR LOCATE(LOWER(?), LOWER(name_de)) > 0 ORDER BY id",
                text,
                text);
    }

    private List<Product> select(String which, String... values) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT * FROM product " + which)) {
            for (int i = 0; i < values.length; i++) {
                query.setString(i + 1, values[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                List<Product> products = new ArrayList<>();
                while (rows.next()) {
                    products.add(product(rows));
                }
                return products;
            }
        }
    }

    Optional<Product> find(long id) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return find(id, connection);
        }
    }

    private static Optional<Product> find(long id, Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT * FROM product WHERE id = ?")) {
            query.setLong(1, id);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(product(rows)) : Optional.empty();
            }
        }
    }

    /** An id that no product has, nor has had. */
    long newId() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement next = connection.prepareStatement("SELECT NEXT VALUE FOR product_id")) {
            while (true) {
                try (ResultSet rows = next.executeQuery()) {
                    rows.next();
                    long id = rows.getLong(1);
                    // A client may have put a product there by its number. Asked over the same connection: whoever
                    // waits for a second one while holding the first may wait for others that do the same.
                    if (find(id, connection).isEmpty()) {
                        return id;
                    }
                }
            }
        }
    }

    /** Writes a product, whether there is one of that id or not. */
    void put(Product product) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement merge =
                        connection.prepareStatement("MERGE INTO product KEY (id) VALUES (?, ?, ?, ?, ?)")) {
            set(merge, product);
            merge.executeUpdate();
        }
    }

    void delete(long id) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM product WHERE id = ?")) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
    }

    void close() throws SQLException {
        pool.dispose();
    }

    private static Product product(ResultSet row) throws SQLException {
        return new Product(
                row.getLong("id"),
                row.getString("name"),
                row.getString("name_de"),
                row.getString("category"),
                row.getLong("price_cents"));
    }
}

package dev.etagere.sample;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;

/**
 * What the command line says.
 *
 * @param port to listen on; 0 for any that is free
 * @param index the URI of the group index
 * @param database the JDBC URL
 * @param revision the version of the application
 * @param help whether only the help is wanted
 */
record Options(int port, String index, String database, String revision, boolean help) {
    static final String USAGE = """
            Usage: java -jar sample-app.jar [options]
                   java -jar sample-app.jar storefront [options]

            A product catalogue that answers 304 before its handlers run.

              --port NUMBER      listen on this port, 0 for any that is free (default 8080)
              --index URI        keep when data changed in this index (default embedded:)
                                 embedded:/directory keeps it across a clean stop
                                 redis://host:6379/name shares it between several nodes
              --db URL           keep the products in this database (default: in memory)
                                 jdbc:h2:/directory/name keeps them in a file
                                 jdbc:h2:/directory/name;AUTO_SERVER=TRUE for several nodes
              --revision TEXT    the version of the application (default %s)
              --help             print this

            The storefront shows the products of a catalogue that runs elsewhere: see storefront --help.
            Accounts: alice/alice, bob/bob.
            """;

    private static final String IN_MEMORY = "jdbc:h2:mem:catalogue;DB_CLOSE_DELAY=-1";

    /** @throws IllegalArgumentException if an option is unknown or has no value that can be used */
    static Options parse(String... arguments) {
        Options options = new Options(8080, "embedded:", IN_MEMORY, version(), false);
        for (Iterator<String> rest = List.of(arguments).iterator(); rest.hasNext(); ) {
            String option = rest.next();
            options = options.with(option, rest);
        }
        return options;
    }

    private Options with(String option, Iterator<String> rest) {
        return switch (option) {
            case "--help", "-h" -> new Options(port, index, database, revision, true);
            case "--port" -> new Options(port(value(option, rest)), index, database, revision, help);
            case "--index" -> new Options(port, value(option, rest), database, revision, help);
            case "--db" -> new Options(port, index, value(option, rest), revision, help);
            case "--revision" -> new Options(port, index, database, value(option, rest), help);
            default -> throw new IllegalArgumentException("unknown option " + option);
        };
    }

    static String value(String option, Iterator<String> rest) {
        String value = rest.hasNext() ? rest.next() : "";
        if (value.isBlank() || value.startsWith("--")) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return value;
    }

    static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("--port needs a number from 0 to 65535, not " + text);
        }
        return Integer.parseInt(text);
    }

    static String version() {
        try (InputStream in = Options.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new IllegalStateException("the jar is damaged", e);
        }
    }
}

package dev.etagere.sample;

import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts the catalogue from the command line. */
public final class Main {
    // Held, or the levels that are set on them would be forgotten with them.
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger JERSEY = Logger.getLogger("org.glassfish.jersey");
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty.ee10");

    private Main() {}

    /** See {@code --help}. */
    public static void main(String... arguments) {
        ROOT.setLevel(Level.WARNING);
        // It warns of resources that are given as instances, and of a class that is only for mail.
        JERSEY.setLevel(Level.SEVERE);
        // It prints a stack trace for each failure to start, which we tell in one line.
        JETTY.setLevel(Level.SEVERE);
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("sample-app: " + e.getMessage() + "; try --help");
            System.exit(2);
            return;
        }
        if (options.help()) {
            System.out.print(Options.USAGE.formatted(Options.version()));
            return;
        }
        start(options);
    }

    private static void start(Options options) {
        try {
            Shop shop = Shop.start(options);
            Runtime.getRuntime().addShutdownHook(new Thread(shop::close, "stop"));
            System.out.println("Listening on http://localhost:" + shop.port() + "/");
        } catch (SQLException e) {
            fail("cannot open " + options.database() + ": " + e.getMessage());
        } catch (Exception e) {
            fail(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static void fail(String message) {
        System.err.println("sample-app: " + message);
        // Halts without waiting for threads of a server that has half started.
        Runtime.getRuntime().halt(1);
    }
}

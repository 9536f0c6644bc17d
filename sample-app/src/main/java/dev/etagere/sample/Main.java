package dev.etagere.sample;

import dev.etagere.sample.storefront.Storefront;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts the catalogue, or a storefront of it, from the command line. */
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
        try {
            if (arguments.length > 0 && arguments[0].equals("storefront")) {
                storefront(StorefrontOptions.parse(Arrays.asList(arguments).subList(1, arguments.length)));
            } else {
                shop(Options.parse(arguments));
            }
        } catch (IllegalArgumentException e) {
            System.err.println("sample-app: " + e.getMessage() + "; try --help");
            System.exit(2);
        }
    }

    private static void storefront(StorefrontOptions options) {
        if (options.help()) {
            System.out.print(StorefrontOptions.USAGE);
            return;
        }
        try {
            Storefront storefront = Storefront.start(options.shop(), options.port());
            started(storefront::close, storefront.port());
        } catch (Exception e) {
            fail(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static void shop(Options options) {
        if (options.help()) {
            System.out.print(Options.USAGE.formatted(Options.version()));
            return;
        }
        try {
            Shop shop = Shop.start(options);
            started(shop::close, shop.port());
        } catch (SQLException e) {
            fail("cannot open " + options.database() + ": " + e.getMessage());
        } catch (Exception e) {
            fail(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static void started(Runnable stop, int port) {
        Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop"));
        System.out.println("Listening on http://localhost:" + port + "/");
    }

    private static void fail(String message) {
        System.err.println("sample-app: " + message);
        // Halts without waiting for threads of a server that has half started.
        Runtime.getRuntime().halt(1);
    }
}

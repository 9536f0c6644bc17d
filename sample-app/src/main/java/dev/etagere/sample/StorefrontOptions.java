package dev.etagere.sample;

import java.net.URI;
import java.util.Iterator;
import java.util.List;

/**
 * What the command line says behind {@code storefront}.
 *
 * @param port to listen on; 0 for any that is free
 * @param shop where the catalogue is
 * @param help whether only the help is wanted
 */
record StorefrontOptions(int port, URI shop, boolean help) {
    static final String USAGE = """
            Usage: java -jar sample-app.jar storefront [options]

            A server that shows the products of a catalogue, and asks it only when they have changed.

              --shop URL         where the catalogue is (default http://localhost:8080/)
              --port NUMBER      listen on this port, 0 for any that is free (default 8081)
              --help             print this
            """;

    /** @throws IllegalArgumentException if an option is unknown or has no value that can be used */
    static StorefrontOptions parse(List<String> arguments) {
        StorefrontOptions options = new StorefrontOptions(8081, URI.create("http://localhost:8080/"), false);
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            options = options.with(rest.next(), rest);
        }
        return options;
    }

    private StorefrontOptions with(String option, Iterator<String> rest) {
        return switch (option) {
            case "--help", "-h" -> new StorefrontOptions(port, shop, true);
            case "--port" -> new StorefrontOptions(Options.port(Options.value(option, rest)), shop, help);
            case "--shop" -> new StorefrontOptions(port, address(Options.value(option, rest)), help);
            default -> throw new IllegalArgumentException("unknown option " + option);
        };
    }

    private static URI address(String text) {
        if (!text.matches("https?://[^/?#\\s]+/?")) {
            throw new IllegalArgumentException("--shop needs an address such as http://localhost:8080/, not " + text);
        }
        return URI.create(text);
    }
}

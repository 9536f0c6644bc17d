package dev.etagere.filter;

import dev.etagere.policy.PolicyTable;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where the policies of an application stand. */
final class PolicySource {
    private static final System.Logger LOG = System.getLogger(ConditionalFilter.class.getName());
    private static final String DEFAULT = "/WEB-INF/cache-policies";

    private PolicySource() {}

    /**
     * Reads and checks them.
     *
     * @param setting a path in the application, or the policies themselves; {@code null} for the default path, where
     *     nothing has to be
     * @throws dev.etagere.policy.PolicyException if there are mistakes in them
     * @throws IllegalStateException if there is nothing at a path that was named
     */
    static PolicyTable read(ServletContext context, @Nullable String setting) throws IOException {
        PolicyTable table = setting != null && setting.indexOf('\n') >= 0
                ? PolicyTable.parse("etagere.policies", setting)
                : file(context, setting);
        table.warnings().forEach(warning -> LOG.log(System.Logger.Level.WARNING, warning));
        return table;
    }

    private static PolicyTable file(ServletContext context, @Nullable String named) throws IOException {
        String path = named == null ? DEFAULT : named;
        // Never getRealPath: inside of a jar there is no real file.
        try (InputStream in = context.getResourceAsStream(path.startsWith("/") ? path : "/" + path)) {
            if (in != null) {
                return PolicyTable.parse(path, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        if (named != null) {
            throw new IllegalStateException("etagere.policies names " + named
                    + ", which is not in the application; put the policies there, or leave the parameter out");
        }
        LOG.log(System.Logger.Level.INFO, "there is no {0}, so no servlet has a policy", DEFAULT);
        return PolicyTable.EMPTY;
    }
}

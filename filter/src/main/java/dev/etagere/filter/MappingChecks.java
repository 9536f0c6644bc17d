package dev.etagere.filter;

import dev.etagere.policy.PolicyTable;
import dev.etagere.policy.Route;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import java.util.Collection;

/** Says at the start what a filter with too narrow a mapping would miss. */
final class MappingChecks {
    private static final System.Logger LOG = System.getLogger(ConditionalFilter.class.getName());

    private MappingChecks() {}

    static void warn(FilterConfig config, PolicyTable policies) {
        String name = config.getFilterName();
        FilterRegistration registration = config.getServletContext().getFilterRegistration(name);
        Collection<String> mapped = registration == null ? null : registration.getUrlPatternMappings();
        if (mapped != null
                && !mapped.isEmpty()
                && registration.getServletNameMappings().isEmpty()) {
            policies.routes().stream()
                    .filter(route -> mapped.stream().noneMatch(pattern -> covers(pattern, route)))
                    .forEach(route -> LOG.log(
                            System.Logger.Level.WARNING,
                            "the filter {0} is mapped to {1}, so the policy of {2} applies to nothing: map it to /*",
                            name,
                            mapped,
                            route.pattern()));
        }
        WebXmlMapping.of(config)
                .forEach(tooNarrow ->
                        LOG.log(System.Logger.Level.WARNING, "the filter {0} {1}", name, tooNarrow.message()));
    }

    /** Whether some path of the route may match the URL pattern: wrong only towards silence. */
    private static boolean covers(String urlPattern, Route route) {
        String path = route.pattern().toString();
        if (urlPattern.equals("/*") || urlPattern.equals("/") || urlPattern.startsWith("*.")) {
            return true;
        }
        String fixed = path.replaceAll("[{*].*", "");
        String prefix = urlPattern.endsWith("/*") ? urlPattern.substring(0, urlPattern.length() - 2) : urlPattern;
        return fixed.startsWith(prefix) || (prefix.startsWith(fixed) && fixed.length() < path.length());
    }
}

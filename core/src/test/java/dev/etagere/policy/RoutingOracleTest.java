package dev.etagere.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Random tables and paths, against one that tries every pattern and ranks those that match. */
class RoutingOracleTest {
    private static final long SEED = 20261126;
    private static final Policy POLICY = Policy.builder("get").build();
    private static final Touches TOUCHES = Touches.of("put", null, List.of("g"));
    private static final List<String> METHODS = List.of("GET", "PUT");
    private static final String[] SEGMENTS = {"a", "b", "A", "*", "{p}", "a%", "{q}", "*"};
    private static final String[] LAST = {"**", "{rest:**}", "", "a", "*"};
    private static final String[] WALKED = {"a", "b", "A", "c", "a%", "", "**", "{p}", "a b", "\0"};

    /** A pattern and what it declares; another way to the same answers. */
    private record Declared(String pattern, List<String> segments, Set<String> methods) {

        /** The values of the parameters, or {@code null}. */
        Map<String, String> match(List<String> path) {
            Map<String, String> values = new LinkedHashMap<>();
            return match(segments, path, values) ? values : null;
        }

        private static boolean match(List<String> pattern, List<String> path, Map<String, String> values) {
            if (pattern.isEmpty()) {
                return path.isEmpty();
            }
            String first = pattern.get(0);
            if (first.endsWith("**") || first.endsWith("**}")) {
                name(first, String.join("/", path), values);
                return true;
            }
            if (path.isEmpty() || !(wild(first) ? !path.get(0).isEmpty() : first.equals(path.get(0)))) {
                return false;
            }
            name(first, path.get(0), values);
            return match(pattern.subList(1, pattern.size()), path.subList(1, path.size()), values);
        }

        private static void name(String segment, String value, Map<String, String> values) {
            if (segment.startsWith("{")) {
                values.put(segment.substring(1, segment.indexOf(segment.contains(":") ? ':' : '}')), value);
            }
        }

        private static boolean wild(String segment) {
            return segment.equals("*") || segment.startsWith("{");
        }

        /** One letter for each segment; the lower in the alphabet, the more specific. */
        String rank() {
            StringBuilder rank = new StringBuilder();
            for (String segment : segments) {
                rank.append(segment.contains("**") ? 'd' : wild(segment) ? 'b' : 'a');
            }
            return rank.append('c').toString();
        }

        String shape() {
            return pattern.replace("{rest:**}", "**").replace("{p}", "*").replace("{q}", "*");
        }
    }

    private static List<String> split(String path) {
        return Arrays.asList(path.substring(1).split("/", -1));
    }

    private final SplittableRandom random = new SplittableRandom(SEED);

    private String path(int longest, String[] segments, String[] last) {
        StringBuilder path = new StringBuilder();
        for (int i = random.nextInt(longest); i > 0; i--) {
            path.append('/').append(segments[random.nextInt(segments.length)]);
        }
        return path.isEmpty() || random.nextInt(3) == 0
                ? path.append('/').append(last[random.nextInt(last.length)]).toString()
                : path.toString();
    }

    private String pattern() {
        String pattern = path(6, SEGMENTS, LAST);
        return twice("{p}", pattern) || twice("{q}", pattern) ? pattern() : pattern;
    }

    private static boolean twice(String name, String pattern) {
        return pattern.indexOf(name) != pattern.lastIndexOf(name);
    }

    private List<Declared> declarations() {
        List<Declared> declared = new ArrayList<>();
        Set<String> shapes = new HashSet<>();
        for (int i = 1 + random.nextInt(24); i > 0; i--) {
            Set<String> methods =
                    random.nextInt(3) == 0 ? Set.copyOf(METHODS) : Set.of(METHODS.get(random.nextInt(METHODS.size())));
            String pattern = pattern();
            Declared made = new Declared(pattern, split(pattern), methods);
            if (shapes.add(made.shape())) {
                declared.add(made);
            }
        }
        return declared;
    }

    private static PolicyTable table(List<Declared> declarations) {
        PolicyTable.Builder table = PolicyTable.builder();
        for (Declared declared : declarations) {
            if (declared.methods.contains("GET")) {
                table.get(declared.pattern, POLICY);
            }
            if (declared.methods.contains("PUT")) {
                table.write("PUT", declared.pattern, TOUCHES);
            }
        }
        return table.build();
    }

    /** Those that match, the most specific first. */
    private static List<Declared> matching(List<Declared> declarations, String path) {
        List<String> segments = split(path);
        return declarations.stream()
                .filter(declared -> declared.match(segments) != null)
                .sorted(Comparator.comparing(Declared::rank))
                .toList();
    }

    @Test
    void theSearchAsksExactlyTheMatchingRoutesFromTheMostSpecificToTheLeast() {
        int several = 0;
        for (int i = 0; i < 2_000; i++) {
            List<Declared> declarations = declarations();
            PolicyTable table = table(declarations);
            RouteTrie trie = new RouteTrie(table.routes());
            for (int j = 0; j < 25; j++) {
                String path = path(6, WALKED, WALKED);
                Supplier<String> input = () -> "seed " + SEED + ": " + path + " in " + declarations;
                List<Declared> matching = matching(declarations, path);
                several += matching.size() > 1 ? 1 : 0;
                List<String> asked = new ArrayList<>();
                trie.find(path, route -> !asked.add(route.toString()));
                assertEquals(matching.stream().map(Declared::pattern).toList(), asked, input);
                assertEquals(expected(matching, "any", path), found(table.find(path)), input);
                for (String method : METHODS) {
                    assertEquals(expected(matching, method, path), found(table.find(method, path)), input);
                }
            }
        }
        assertTrue(several > 10_000, "only " + several + " paths had a choice");
    }

    private static String expected(List<Declared> matching, String method, String path) {
        return matching.stream()
                .filter(declared -> method.equals("any") || declared.methods.contains(method))
                .findFirst()
                .map(declared -> declared.pattern + " " + new TreeMap<>(declared.match(split(path))))
                .orElse("none");
    }

    private static String found(RouteMatch match) {
        return match == null ? "none" : match.route() + " " + new TreeMap<>(match.parameters());
    }
}

package dev.etagere.index;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * The names of groups: 1 to 200 characters out of {@code A-Z a-z 0-9 . _ ~ : / @ % -}. A name that needs another
 * character carries it percent-encoded. Names that begin with {@code @} are reserved for pseudo-groups.
 */
public final class GroupName {
    /** How long a name can be, in characters. */
    public static final int MAX_LENGTH = 200;

    /** What a name is made of, in words for messages. */
    public static final String CHARACTERS = "A-Z a-z 0-9 . _ ~ : / @ % -";

    private static final int FOLDED_PREFIX = 160;
    private static final int FOLDED_DIGITS = 32;

    private static final PercentEncoder NAMES = new PercentEncoder("._~:/@%-");
    private static final PercentEncoder VALUES = new PercentEncoder("._~-");

    private GroupName() {}

    /**
     * Makes a group name of any text, and always the same one of the same text: what a name cannot hold is
     * percent-encoded ({@code %} itself is left alone), and what is too long keeps its first 160 characters and gets
     * {@code ~} and 32 hexadecimal digits of a SHA-256. A name that is fit already is returned as it is. Nothing but
     * the empty name is refused: after a commit, a refusal would be a lost touch.
     *
     * <p>A value put into a name has to be encoded the way a template does it, by {@link #value(String)}.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    public static String encode(String raw) {
        if (raw.isEmpty()) {
            throw new IllegalArgumentException("a group name is empty; name the data that changed, such as 'products'");
        }
        return fold(NAMES.encode(raw));
    }

    /**
     * Encodes a value as a template does before it puts it into a name: everything outside {@code A-Z a-z 0-9 . _ ~ -}.
     * The group {@code product:{id}} of a route is touched in code as {@code "product:" + GroupName.value(id)}; where
     * an id is only ever made of these characters, {@code "product:" + id} is the same.
     */
    public static String value(String raw) {
        return VALUES.encode(raw);
    }

    /** Whether a name can hold the character as it is. */
    public static boolean allows(int c) {
        return NAMES.keeps(c);
    }

    /** Whether a pattern names the group: by its name, or by the beginning of it with {@code *} behind. */
    public static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }

    private static String fold(String name) {
        return name.length() <= MAX_LENGTH
                ? name
                : name.substring(0, FOLDED_PREFIX) + '~' + sha256(name).substring(0, FOLDED_DIGITS);
    }

    private static String sha256(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
    }
}

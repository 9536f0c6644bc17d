package dev.etagere.redis;

import dev.etagere.index.shared.LogGroup;
import dev.etagere.index.shared.LogKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/** The arguments of a script, the common ones first. Not safe for use by several threads. */
final class Args {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final LogKey key;
    private final List<byte[]> values = new ArrayList<>();

    Args(LogKey key, RedisOptions options) {
        this.key = key;
        add(hex(RANDOM.nextLong()));
        add(hex(key.k0()) + hex(key.k1()));
        add(key.slots());
        add(options.skew().toMillis());
        add(options.log());
    }

    static String hex(long number) {
        return HexFormat.of().toHexDigits(number);
    }

    Args add(String text) {
        values.add(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Args add(long number) {
        return add(Long.toString(number));
    }

    Args words(Collection<String> words) {
        add(words.size());
        words.forEach(this::add);
        return this;
    }

    /** @throws IllegalArgumentException if a place is none of the key's, or a name would not survive in an entry */
    Args groups(Collection<LogGroup> groups) {
        add(groups.size());
        for (LogGroup group : groups) {
            if (group.name().isEmpty() || group.name().indexOf(' ') >= 0) {
                throw new IllegalArgumentException("no name of a group: \"" + group.name() + "\"");
            }
            add(group.name()).add(slot(group.first())).add(slot(group.second()));
        }
        return this;
    }

    private int slot(int number) {
        if (number < 0 || number >= key.slots()) {
            throw new IllegalArgumentException("slot " + number + " of " + key.slots());
        }
        return number;
    }

    byte[][] toArray() {
        return values.toArray(new byte[0][]);
    }
}

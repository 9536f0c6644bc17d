import dev.etagere.index.shared.SharedLogProvider;
import dev.etagere.redis.RedisLogProvider;
import org.jspecify.annotations.NullMarked;

/** The shared log on Redis: an application puts it on the class path and names its URI, and calls nothing here. */
@NullMarked
module dev.etagere.redis {
    requires static org.jspecify;
    requires dev.etagere.core;
    requires lettuce.core;

    provides SharedLogProvider with
            RedisLogProvider;
}

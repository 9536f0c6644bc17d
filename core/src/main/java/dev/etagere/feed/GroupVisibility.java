package dev.etagere.feed;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who may hear of which published group. What is hidden from a caller looks to him like a group that does not exist.
 * Called for each group that is told of, by several threads: it has to be quick and must not block.
 */
@FunctionalInterface
public interface GroupVisibility {

    /** Every published group is for everybody; with this one, the listing says which groups are published, too. */
    GroupVisibility EVERYTHING = new GroupVisibility() {
        @Override
        public boolean visible(@Nullable Principal principal, String group) {
            return true;
        }

        @Override
        public String view(@Nullable Principal principal) {
            return "";
        }
    };

    /**
     * Whether the caller may hear of the group.
     *
     * @param principal who asks; {@code null} if nobody has been authenticated
     * @param group its name
     */
    boolean visible(@Nullable Principal principal, String group);

    /**
     * A text that is another one whenever {@link #visible} would answer something else for that caller: his roles, or a
     * version of his rights. It goes into the entity tag of the listing. Without it, which is the default, every poll
     * of the whole listing asks {@link #visible} for each group there is.
     */
    default @Nullable String view(@Nullable Principal principal) {
        return null;
    }
}

package dev.etagere.simulation;

import dev.etagere.index.ChangeScope;
import dev.etagere.index.GroupIndex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A second index that follows another one some time later, as one of another node would. */
final class NearCopy {
    private final GroupIndex origin;
    private final GroupIndex copy;
    private final List<String> groups;
    private final long[] seen;
    private final @Nullable ChangeScope[] held;

    NearCopy(GroupIndex origin, GroupIndex copy, List<String> groups) {
        this.origin = origin;
        this.copy = copy;
        this.groups = groups;
        this.held = new ChangeScope[groups.size()];
        this.seen = groups.stream().mapToLong(origin::stampNanos).toArray();
    }

    boolean isBehind() {
        for (int i = 0; i < seen.length; i++) {
            if (isBehind(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isBehind(int i) {
        boolean inFlux = origin.inFlux(groups.get(i));
        return inFlux != (held[i] != null) || seen[i] != origin.stampNanos(groups.get(i));
    }

    boolean shows(int group) {
        return held[group] != null;
    }

    /** Shows what the origin shows. */
    void catchUp() {
        for (int i = 0; i < seen.length; i++) {
            String group = groups.get(i);
            boolean inFlux = origin.inFlux(group);
            if (seen[i] != origin.stampNanos(group)) {
                seen[i] = origin.stampNanos(group);
                copy.touch(group);
            }
            if (inFlux && held[i] == null) {
                held[i] = copy.begin(group);
            } else if (!inFlux && held[i] != null) {
                held[i].discard();
                held[i] = null;
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < seen.length; i++) {
            text.append(seen[i]).append(held[i] == null ? "," : " in flux,");
        }
        return text.toString();
    }
}

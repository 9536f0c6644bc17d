package dev.etagere.feed;

import dev.etagere.index.GroupName;
import dev.etagere.index.PublishedGroup;
import dev.etagere.index.PublishedGroups;
import dev.etagere.index.Stamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** What one caller sees of a picture. Immutable. */
final class View {
    private final Interest interest;
    private final GroupVisibility visibility;

    View(Interest interest, GroupVisibility visibility) {
        this.interest = interest;
        this.visibility = visibility;
    }

    Interest interest() {
        return interest;
    }

    /** {@code null} if the visibility does not say. */
    @Nullable
    String text() {
        return visibility.view(interest.principal());
    }

    /**
     * Names of what is listed once it is touched; {@code null} where something may be hidden, as they would tell of it.
     */
    @Nullable
    List<String> patterns(PublishedGroups picture) {
        return interest.inAll() && visibility == GroupVisibility.EVERYTHING
                ? picture.patterns().stream().filter(View::isName).toList()
                : null;
    }

    private static boolean isName(String pattern) {
        String name = pattern.endsWith("*") ? pattern.substring(0, pattern.length() - 1) : pattern;
        return name.chars().allMatch(GroupName::allows);
    }

    boolean shows(PublishedGroup group) {
        return (interest.inAll() || interest.groups().contains(group.name()))
                && visibility.visible(interest.principal(), group.name());
    }

    /** The stamp of a group asked for; {@code null} if it is hidden or not listed. */
    @Nullable
    Stamp stamp(PublishedGroups picture, String group) {
        Stamp stamp = picture.stamp(group);
        return stamp != null && visibility.visible(interest.principal(), group) ? stamp : null;
    }

    /** Those that changed after that, oldest change first. */
    Iterator<PublishedGroup> after(PublishedGroups picture, PublishedGroup bound) {
        return interest.inAll()
                ? shown(picture.after(bound))
                : asked(picture).stream()
                        .filter(group -> group.compareTo(bound) > 0)
                        .sorted()
                        .iterator();
    }

    Iterator<PublishedGroup> changedAfter(PublishedGroups picture, Stamp since) {
        return interest.inAll()
                ? shown(picture.changedAfter(since))
                : asked(picture).stream()
                        .filter(group -> group.stamp().compareTo(since) > 0)
                        .iterator();
    }

    Iterator<PublishedGroup> all(PublishedGroups picture) {
        return shown(picture.all());
    }

    /** The highest stamp of what is shown, or the horizon; costs as many steps as have changed unseen since then. */
    Stamp head(PublishedGroups picture) {
        Iterator<PublishedGroup> newest = shown(picture.newestFirst());
        Stamp head = newest.hasNext() ? newest.next().stamp() : picture.horizon();
        return Collections.max(List.of(head, picture.horizon()));
    }

    private List<PublishedGroup> asked(PublishedGroups picture) {
        List<PublishedGroup> listed = new ArrayList<>();
        for (String group : interest.groups()) {
            Stamp stamp = stamp(picture, group);
            if (stamp != null) {
                listed.add(new PublishedGroup(stamp, group));
            }
        }
        return listed;
    }

    private Iterator<PublishedGroup> shown(Iterable<PublishedGroup> groups) {
        Iterator<PublishedGroup> all = groups.iterator();
        return new Iterator<>() {
            private @Nullable PublishedGroup next = find();

            private @Nullable PublishedGroup find() {
                while (all.hasNext()) {
                    PublishedGroup group = all.next();
                    if (shows(group)) {
                        return group;
                    }
                }
                return null;
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public PublishedGroup next() {
                PublishedGroup found = next;
                if (found == null) {
                    throw new NoSuchElementException();
                }
                next = find();
                return found;
            }
        };
    }
}

package dev.etagere.simulation;

import dev.etagere.simulation.DatesStory.Dates;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The variants of the model, each with its name there and its twin on this code. */
public final class ModelVariants {

    /** Those of {@code core_model.py}. */
    public static final List<Variant> CORE = CoreVariants.ALL;

    /** Those of {@code index_model.py} that are not about an index on other machines. */
    public static final List<Variant> INDEX = indexVariants();

    /** Those of {@code learned_model.py}. */
    public static final List<Variant> LEARNED = learnedVariants();

    /**
     * One variant.
     *
     * @param fails whether the model finds a lie in it
     * @param rule of the mutant that makes the code so; {@code null} if an application can do it
     * @param broken what that mutant does
     */
    public record Variant(
            String name,
            boolean fails,
            @Nullable String rule,
            @Nullable String broken,
            Supplier<? extends EveryOrder.Story> story) {

        /** What lies, with the steps that lead to it; {@code null} if nothing does in any order. */
        public @Nullable String lie() {
            return LIES.computeIfAbsent(
                            story,
                            stories ->
                                    Optional.ofNullable(EveryOrder.of(stories).lie()))
                    .orElse(null);
        }
    }

    private record Dated(DatesStory.Plot plot) implements Supplier<DatesStory> {
        @Override
        public DatesStory get() {
            return new DatesStory(plot);
        }
    }

    private record Hashed(String program) implements Supplier<SlotsStory> {
        @Override
        public SlotsStory get() {
            return new SlotsStory(program);
        }
    }

    private record Learned(LearnedStory.Plot plot) implements Supplier<LearnedStory> {
        @Override
        public LearnedStory get() {
            return new LearnedStory(plot);
        }
    }

    // Several variants tell the same story, so equal ones are played once.
    private static final Map<Supplier<? extends EveryOrder.Story>, Optional<String>> LIES = new ConcurrentHashMap<>();

    private ModelVariants() {}

    static Variant holds(String name, Supplier<? extends EveryOrder.Story> story) {
        return new Variant(name, false, null, null, story);
    }

    /** An application can do it, and is lied to. */
    static Variant fails(String name, Supplier<? extends EveryOrder.Story> story) {
        return new Variant(name, true, null, null, story);
    }

    /** No application can do it, since the rule is inside of the code: it lies once that is broken. */
    static Variant fails(String name, String rule, String broken, Supplier<? extends EveryOrder.Story> story) {
        return new Variant(name, true, rule, broken, story);
    }

    private static List<Variant> indexVariants() {
        DatesStory.Plot sent = DatesStory.Plot.of(Dates.LAST_MODIFIED);
        DatesStory.Plot echoed = DatesStory.Plot.of(Dates.LAST_MODIFIED_AND_DATE);
        DatesStory.Plot proxied = DatesStory.Plot.of(Dates.LAST_MODIFIED_AND_DATE_OF_A_PROXY);
        DatesStory.Plot ahead = DatesStory.Plot.of(Dates.BY_A_CLOCK_AHEAD);
        String touch = "commit assign first second";
        return List.of(
                fails(
                        "LM = floor(stamp), IMS >= LM",
                        "R17",
                        "confirms a date whose second saw a change",
                        new Dated(sent)),
                fails(
                        "LM = floor + 1 s, \"second reached\" judged when the response is sent",
                        "R17",
                        "sends a second that has not passed",
                        new Dated(sent)),
                holds("LM = floor + 1 s, \"second reached\" judged when the stamp is read", new Dated(sent)),
                fails("  the same, judged by a node whose clock is ahead of the index", new Dated(ahead)),
                fails(
                        "  the same, clock steps back, plain HLC",
                        "R16",
                        "forgets what it was read",
                        new Dated(sent.steppedBack())),
                holds("  the same, clock steps back, one ratcheted clock", new Dated(sent.steppedBack())),
                fails("  the same, clients send Date, IMS since", new Dated(proxied)),
                fails("  the same, clients send Date, IMS exact", new Dated(proxied.exact())),
                holds("  the same, clients send Date, Date is the time of the read, IMS since", new Dated(echoed)),
                holds("    and the clock steps back once", new Dated(echoed.steppedBack())),
                fails(
                        "    but the clock is not ratcheted and steps back",
                        "R16",
                        "forgets what it was read",
                        new Dated(echoed.steppedBack())),
                fails(
                        "  the same, index lost and clock stepped back, IMS since",
                        new Dated(sent.steppedBack().restarted())),
                fails(
                        "  the same, index lost and clock stepped back, IMS exact",
                        new Dated(sent.steppedBack().restarted().exact())),
                holds(
                        "  the same, high-water mark persisted",
                        new Dated(sent.steppedBack().restartedAboveItsMark())),
                fails(
                        "  stamp visible late (long transaction), asOf = clock",
                        "R16",
                        "reads past a stamp that is not applied yet",
                        LateStory::new),
                holds("  stamp visible late, asOf below every invisible stamp", LateStory::new),
                fails(
                        "floor: remove the entry, raise the floor",
                        "R14",
                        "drops an entry without raising the horizon",
                        () -> new ListStory(true)),
                fails("floor: raise, remove; the reader takes the floor, then the entry", () -> new ListStory(false)),
                holds("floor: raise, remove; the reader takes the entry, then the floor", () -> new ListStory(true)),
                holds("hashed slots: assign after commit, max writes, unique stamps", new Hashed(touch)),
                fails("  stamp assigned before the commit", new Hashed("assign commit first second")),
                fails("  blind writes", "R14", "overwrites a higher stamp", new Hashed(touch)),
                fails(
                        "  equal stamps",
                        "R03",
                        "hands out a stamp twice while the clock stands still",
                        new Hashed(touch)),
                fails(
                        "cursor = highest visible stamp",
                        "R16",
                        "reads past a stamp that is not applied yet",
                        CursorStory::new),
                holds("cursor below every stamp that may still appear", CursorStory::new));
    }

    private static List<Variant> learnedVariants() {
        LearnedStory.Plot two = LearnedStory.Plot.of(2);
        return List.of(
                holds("stamp read before each datum, names and stamps in the validator", new Learned(two)),
                fails(
                        "datum read, then its stamp",
                        "R02",
                        "labels what has moved since the handler began",
                        new Learned(two.dataFirst())),
                fails("output shows data of no group", new Learned(two.showing())),
                fails("an absent row is not recorded (phantom)", new Learned(two.phantom("lost"))),
                holds("an absent row is recorded as its list group", new Learned(two.phantom("list"))),
                fails("a cache inside the application hides reads", new Learned(two.inner("lost"))),
                holds(
                        "a cache inside the application replays the reads of what it holds",
                        new Learned(two.inner("replay"))),
                fails(
                        "output shows the user, validator and memo do not",
                        new Learned(LearnedStory.Plot.of(1).forUsers("/public"))),
                holds(
                        "output shows the user, validator and memo carry the principal",
                        new Learned(two.forUsers("/private"))));
    }
}

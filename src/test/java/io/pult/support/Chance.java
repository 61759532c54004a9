package io.pult.support;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Input for properties: many cases from one seed, which a failed test names, so that the case comes again with
 * {@code -Dpult.test.seed=…}.
 */
public final class Chance {
    private static final long SEED = Long.getLong("pult.test.seed", 20_261_121L);

    private final Random random = new Random(SEED);

    /** Of all that this JVM leaves to chance. */
    public static long seed() {
        return SEED;
    }

    /** Runs the property for each of {@code tries} cases. */
    public void check(int tries, Runnable property) {
        for (int i = 0; i < tries; i++) {
            try {
                property.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("case " + i + " of seed " + SEED, e);
            }
        }
    }

    /** @param least and {@code most} are included */
    public int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    public boolean coin() {
        return random.nextBoolean();
    }

    public <T> T of(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    @SafeVarargs
    public final <T> T of(T... values) {
        return values[random.nextInt(values.length)];
    }

    public byte[] bytes(int most) {
        byte[] bytes = new byte[between(0, most)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Text of any well-formed characters, each range of them likely. */
    public String text(int most) {
        return IntStream.range(0, between(0, most))
                .mapToObj(i -> Character.toString(codePoint()))
                .collect(Collectors.joining());
    }

    /** Text of the printable ASCII characters from {@code !} to {@code ~}. */
    public String printable(int most) {
        return IntStream.range(0, between(0, most))
                .mapToObj(i -> Character.toString(between('!', '~')))
                .collect(Collectors.joining());
    }

    public <T> List<T> list(int least, int most, Supplier<T> one) {
        return IntStream.range(0, between(least, most)).mapToObj(i -> one.get()).toList();
    }

    public long number() {
        return random.nextLong();
    }

    private int codePoint() {
        return switch (random.nextInt(4)) {
            case 0 -> between(0, 0x1F);
            case 1 -> between(0x20, 0x7E);
            case 2 -> between(0xA0, 0xD7FF);
            default -> between(0x1_0000, 0x1_FFFF);
        };
    }
}

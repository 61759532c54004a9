package io.pult.playground.telegram;

/**
 * How the stand-in behaves where the real one has its own mind.
 *
 * @param codeSeconds for which a code is good
 * @param codeTimeout seconds before another code may be asked for
 * @param codeTries wrong codes before it is forgotten
 * @param loginTokenSeconds for which a QR token is good
 * @param srpSeconds for which a password challenge is good
 * @param differenceSlice most updates in one answer of a difference
 * @param differenceMost updates beyond which the difference is too long
 * @param signUp whether a phone without an account may get one
 */
public record Habits(
        int codeSeconds,
        int codeTimeout,
        int codeTries,
        int loginTokenSeconds,
        int srpSeconds,
        int differenceSlice,
        int differenceMost,
        boolean signUp) {
    public static final Habits USUAL = new Habits(300, 60, 5, 30, 120, 100, 5_000, true);

    public Habits withDifference(int slice, int most) {
        return new Habits(codeSeconds, codeTimeout, codeTries, loginTokenSeconds, srpSeconds, slice, most, signUp);
    }

    public Habits withSignUp(boolean allowed) {
        return new Habits(
                codeSeconds,
                codeTimeout,
                codeTries,
                loginTokenSeconds,
                srpSeconds,
                differenceSlice,
                differenceMost,
                allowed);
    }
}

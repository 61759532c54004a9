package io.pult.vk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which of the calls inside {@code execute} failed with which error. VK puts {@code false} where a call failed and lists
 * the errors apart, in order; but {@code false} may also be what a method answered. So an error is given to a place only
 * when no other place of the same method could have it.
 *
 * @param errors by place; absent: the call did not fail
 * @param doubtful places that may have failed or not, or with one error or the next
 */
record ErrorPairing(List<@Nullable InnerError> errors, List<Integer> doubtful) {

    /**
     * @param methods of all calls, in order
     * @param failed whether a place holds {@code false}
     */
    static ErrorPairing of(List<String> methods, IntPredicate failed, List<InnerError> errors) {
        var paired = new ArrayList<@Nullable InnerError>(methods.size());
        methods.forEach(method -> paired.add(null));
        int[] earliest = places(methods, failed, errors, true);
        int[] latest = places(methods, failed, errors, false);
        if (earliest.length != errors.size()) {
            // Not in the order that VK promises: nothing can be told.
            return new ErrorPairing(paired, all(methods.size(), failed));
        }
        var doubtful = new ArrayList<Integer>();
        for (int i = 0; i < errors.size(); i++) {
            if (earliest[i] == latest[i]) {
                paired.set(earliest[i], errors.get(i));
                continue;
            }
            for (int place = earliest[i]; place <= latest[i]; place++) {
                if (failed.test(place) && fits(methods.get(place), errors.get(i)) && !doubtful.contains(place)) {
                    doubtful.add(place);
                }
            }
        }
        return new ErrorPairing(paired, doubtful);
    }

    /** The place of each error when all lie as early, or as late, as they can; shorter when they do not fit. */
    private static int[] places(List<String> methods, IntPredicate failed, List<InnerError> errors, boolean forward) {
        int[] places = new int[errors.size()];
        int found = 0;
        for (int step = 0; step < methods.size() && found < errors.size(); step++) {
            int place = forward ? step : methods.size() - 1 - step;
            int error = forward ? found : errors.size() - 1 - found;
            if (failed.test(place) && fits(methods.get(place), errors.get(error))) {
                places[error] = place;
                found++;
            }
        }
        return found == errors.size() ? places : Arrays.copyOf(places, 0);
    }

    private static boolean fits(String method, InnerError error) {
        return error.method() == null || error.method().equals(method);
    }

    private static List<Integer> all(int size, IntPredicate failed) {
        var places = new ArrayList<Integer>();
        for (int place = 0; place < size; place++) {
            if (failed.test(place)) {
                places.add(place);
            }
        }
        return places;
    }
}

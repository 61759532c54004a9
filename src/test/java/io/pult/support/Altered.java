package io.pult.support;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Stream;

/** A record like another but for some components, so that a test names what it changes and nothing else. */
public final class Altered {
    private Altered() {}

    /**
     * @param changes by the names of the components
     * @throws RuntimeException what the record's constructor throws
     */
    public static <R extends Record> R record(R original, Map<String, ?> changes) {
        RecordComponent[] components = original.getClass().getRecordComponents();
        var unknown = new HashSet<>(changes.keySet());
        var values = new Object[components.length];
        try {
            for (int i = 0; i < values.length; i++) {
                String name = components[i].getName();
                values[i] = unknown.remove(name)
                        ? changes.get(name)
                        : components[i].getAccessor().invoke(original);
            }
            if (!unknown.isEmpty()) {
                throw new AssertionError(original.getClass().getSimpleName() + " has no " + unknown);
            }
            @SuppressWarnings("unchecked") // its own class
            var constructor = (Constructor<R>) original.getClass()
                    .getDeclaredConstructor(
                            Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(values);
        } catch (java.lang.reflect.InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new AssertionError(e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}

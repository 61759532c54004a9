package tl.generator;

import java.util.Collection;
import java.util.stream.Collectors;

/** A component of a record: a field in whichever layers have it. */
record Component(String name, Type type, boolean nullable) {
    /** As a record declares them. */
    static String list(Collection<Component> components) {
        return components.stream().map(Component::declaration).collect(Collectors.joining(", "));
    }

    String java() {
        return Names.camel(name);
    }

    String declaration() {
        return javaType() + " " + java();
    }

    /** The annotation stands where JSpecify looks for it: before the last name of a type, before the brackets of an array. */
    private String javaType() {
        String nullMark = nullable ? "@Nullable " : "";
        if (nullable || type.isVector()) {
            String boxed = Names.boxed(type);
            if (boxed.equals("byte[]")) {
                return "byte " + nullMark + "[]";
            }
            return boxed.startsWith(ApiPackage.NAME)
                    ? ApiPackage.NAME + "." + nullMark + boxed.substring(ApiPackage.NAME.length() + 1)
                    : nullMark + boxed;
        }
        return switch (type.name()) {
            case "int", "long", "double" -> type.name();
            case "true", "Bool" -> "boolean";
            default -> Names.boxed(type);
        };
    }
}

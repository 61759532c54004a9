package tl.generator;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/** What things of the schema are called in Java. */
final class Names {
    private Names() {}

    static String function(Kept kept) {
        return kept.java() != null ? kept.java() : capital(withoutNamespace(kept.name()));
    }

    /** {@code auth.SentCode} is AuthSentCode. */
    static String type(Type type) {
        return Stream.of(type.name().split("\\.")).map(Names::capital).collect(Collectors.joining());
    }

    /** Without what the type says already: {@code userStatusOnline} of UserStatus is Online. */
    static String nested(Kept kept, Type type) {
        if (kept.java() != null) {
            return kept.java();
        }
        String constructor = capital(withoutNamespace(kept.name()));
        String prefix = capital(withoutNamespace(type.name()));
        if (constructor.equals(prefix)) {
            return "Plain";
        }
        return constructor.startsWith(prefix) ? constructor.substring(prefix.length()) : constructor;
    }

    /** The private method that reads one version of a constructor. */
    static String reader(Combinator version) {
        return "read" + capital(version.hex());
    }

    /** In full, because a nested record may have the name of another type: Update.UserStatus has a UserStatus. */
    static String qualified(String name) {
        return ApiPackage.NAME + "." + name;
    }

    static String boxed(Type type) {
        if (type.isVector()) {
            return "List<%s>".formatted(boxed(type.element()));
        }
        return switch (type.name()) {
            case "int" -> "Integer";
            case "long" -> "Long";
            case "double" -> "Double";
            case "true", "Bool" -> "Boolean";
            case "string" -> "String";
            case "bytes", "int128", "int256" -> "byte[]";
            default -> qualified(type(type));
        };
    }

    static String camel(String field) {
        String[] parts = field.split("_");
        var name = new StringBuilder(parts[0].substring(0, 1).toLowerCase(Locale.ROOT) + parts[0].substring(1));
        Stream.of(parts).skip(1).map(Names::capital).forEach(name::append);
        return SourceVersion.isKeyword(name) ? "is" + capital(name.toString()) : name.toString();
    }

    private static String withoutNamespace(String name) {
        return name.substring(name.indexOf('.') + 1);
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}

package io.pult;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads every YAML scalar as text: {@code no} stays "no" and {@code 0600} stays "0600" until the setting's own type
 * reads them.
 */
final class TextOnlyConstructor extends SafeConstructor {
    static final DumperOptions DUMP = new DumperOptions();

    TextOnlyConstructor() {
        super(new LoaderOptions());
    }

    static final class Representer extends org.yaml.snakeyaml.representer.Representer {
        Representer() {
            super(DUMP);
        }
    }

    static final class NoTypes extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            // none: that is the point
        }
    }
}

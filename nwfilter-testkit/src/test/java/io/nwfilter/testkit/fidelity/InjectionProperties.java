package io.nwfilter.testkit.fidelity;

import io.nwfilter.testkit.testbed.RequiresHost;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Any text in any place ends up in the kernel as it is, or is refused. */
class InjectionProperties {

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.oneOf(
            Arbitraries.of(List.copyOf(InjectionTest.texts().values())),
            Arbitraries.strings().ofMaxLength(6),
            Arbitraries.strings().ascii().ofMaxLength(12),
            Arbitraries.strings().withChars("\"\\'\n -!#$%`").ofMaxLength(6));
    return pieces.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("", parts));
  }

  // A build repeats the same cases; to look for holes, take the seed out and raise the tries.
  @Property(tries = 300, seed = "20261124")
  @AddLifecycleHook(RequiresHost.Kernel.class)
  void keptOrRefused(@ForAll HostilePlace place, @ForAll("texts") String text) {
    new Injection(ScratchNamespace.withSets(), place).assertHarmless(text);
  }
}

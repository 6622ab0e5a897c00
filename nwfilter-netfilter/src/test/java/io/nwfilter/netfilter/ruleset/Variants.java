package io.nwfilter.netfilter.ruleset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks visitors of sealed types. */
public final class Variants {

  private Variants() {}

  /**
   * Checks that there is a sample of each variant, that a visitor has a method for each and no
   * other, and that each sample calls its own.
   *
   * @param type the sealed type
   * @param visitor the visitor's type
   * @param samples at least one object of each variant
   * @throws ReflectiveOperationException if a sample takes no such visitor
   */
  public static <T> void checkVisitor(Class<T> type, Class<?> visitor, List<? extends T> samples)
      throws ReflectiveOperationException {
    Method accept = type.getMethod("accept", visitor);
    Set<Class<?>> variants = Set.of(type.getPermittedSubclasses());
    Set<Class<?>> visited = new HashSet<>();
    for (Method method : visitor.getMethods()) {
      visited.add(method.getParameterTypes()[0]);
    }
    assertEquals(variants, visited);
    Object names =
        Proxy.newProxyInstance(
            visitor.getClassLoader(),
            new Class<?>[] {visitor},
            (proxy, method, arguments) -> method.getParameterTypes()[0]);
    Set<Class<?>> seen = new HashSet<>();
    for (T sample : samples) {
      Class<?> variant = variant(variants, sample);
      assertEquals(variant, accept.invoke(sample, names), sample::toString);
      seen.add(variant);
    }
    assertEquals(variants, seen);
  }

  private static Class<?> variant(Set<Class<?>> variants, Object sample) {
    List<Class<?>> found = variants.stream().filter(v -> v.isInstance(sample)).toList();
    assertEquals(1, found.size(), () -> sample + " of " + Arrays.toString(found.toArray()));
    return found.get(0);
  }
}

package io.nwfilter.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Compiles a document for tests, and passes the result to those that have a parameter for it: of
 * type {@link io.nwfilter.netfilter.CompiledRules}, {@link io.nwfilter.netfilter.CompiledInterface}
 * or {@link io.nwfilter.netfilter.CompiledDomain}, {@link
 * io.nwfilter.testkit.assertion.CompiledAssert}, {@link
 * io.nwfilter.netfilter.exchange.GuestSituation} or {@link
 * io.nwfilter.netfilter.simulate.Simulator}. At a method it is in place of that at the class. The
 * method still needs {@code @Test} or the like.
 *
 * <p>Everything is compiled twice; that the results differ is a failure. Warnings that the document
 * was read with are among the diagnostics of the result.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(FilterTestExtension.class)
public @interface FilterTest {

  /**
   * {@return the file of a filter, a binding or a domain} A relative path starts at the working
   * directory, or else at the directory of the project that the test class was built in.
   */
  String value();

  /** {@return the parameters of a filter, as {@code NAME=VALUE}; a name may be there repeatedly} */
  String[] parameters() default {};

  /**
   * {@return the directory of other filters that are referenced, apart from libvirt's own} Unless
   * it is given, it is the directory of the file if that is a filter, and none otherwise.
   */
  String filters() default "";

  /** {@return the name of the interface that a filter is compiled for} */
  String interfaceName() default "vnet0";

  /** {@return the MAC address that a filter is compiled for} */
  String mac() default "52:54:00:12:34:56";

  /** {@return the file of the virtual network that the guest is on; empty for a bridge} */
  String network() default "";

  /** {@return the release of libvirt: {@code 9.0} or {@code 0.8}} */
  String libvirt() default "9.0";
}

package io.nwfilter.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a directory of golden files; tests that have a parameter of type {@link
 * GoldenFiles} compare with them. The system property {@value
 * io.nwfilter.testkit.golden.GoldenFile#REFRESH_PROPERTY} rewrites them: {@code mvn test
 * -Dnwfilter.refreshGolden=true}, or {@code -Dnwfilter.refreshGolden=true} among the options of the
 * JVM in an IDE.
 *
 * <p>A file of the directory that no test of the class has used, when all of them have run and
 * passed, is stale and a failure of the class. So each class has a directory of its own.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(GoldenExtension.class)
public @interface GoldenDirectory {

  /**
   * {@return the directory} A relative path starts at the working directory, or else at the
   * directory of the project that the test class was built in.
   */
  String value();
}

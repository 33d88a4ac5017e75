#!/usr/bin/env bash
# nbgitpuller 1.3.0: the teacher amends the last commit of a branch that students have already pulled.
# A good guess: for a student who changed nothing the folder simply becomes the new state.
# What happens: the pull fails for everyone, also for those who changed nothing, and it fails again each time: it had
# fetched one commit only, so the amended one shares no history with it, and git refuses to merge the two.
# For a course: one tidy-up of the last commit before class locks out all who opened the link yesterday; they must
# rename or delete the folder. Only add commits to the branch that a class link names.
set -euo pipefail
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
export HOME="$box" GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.org
export GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.org
python3 -m venv env; env/bin/pip install -q nbgitpuller==1.3.0
pull() { env/bin/gitpuller "file://$box/$1" main "student-$1" > "log-$1" 2>&1 && echo 0 || echo 1; }
for way in amended added; do
  git init -q -b main "$way"
  for text in one two; do echo "$text" > "$way/lesson.txt"; git -C "$way" add .; git -C "$way" commit -qm "$text"; done
  test "$(pull "$way")" = 0 || { cat "log-$way"; exit 1; }
  echo "two, mended" > "$way/lesson.txt"
done
git -C amended commit -qa --amend -m two
git -C added commit -qam three
amended="$(pull amended) $(pull amended) $(cat student-amended/lesson.txt)"
added="$(pull added) $(cat student-added/lesson.txt)"
env/bin/pip list 2> /dev/null | grep nbgitpuller; git --version; grep fatal log-amended
env/bin/python - "amended $amended; added $added" <<'PY'
import sys

seen = sys.argv[1]
expected = "amended 1 1 two; added 0 two, mended"
print("exit code of each further pull, then what the student has:", seen)
if seen != expected:
    sys.exit(f"The behaviour changed: expected {expected}")
PY

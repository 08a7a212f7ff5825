"""A process that does one job after another looks for memory that is no longer used between jobs, and not after each."""

import gc

from reportgen.core.pipe import Message
from reportgen.core.worker import Worker
from reportgen.core.worker_process import _MANY_OBJECTS, Tell


def leave_behind(job: Message, _: Tell) -> Message:
    """How many objects were there before the job, which leaves so many more behind that only a search can find."""
    before = gc.get_count()[0]
    for _number in range(int(job.words["count"])):
        ring: list[object] = []
        ring.append(ring)
    return Message({"before": before})


def test_memory_is_looked_through_once_many_objects_have_come_together() -> None:
    """Small jobs are not searched after, since that takes as long as they do; one that leaves many objects is."""
    worker = Worker(leave_behind)
    before = []
    try:
        for count in (0, 1000, 1000, _MANY_OBJECTS, 0):
            worker.send(Message({"count": count}))
            answer = worker.receive()
            assert isinstance(answer, Message)
            before.append(int(answer.words["before"]))
    finally:
        worker.close()
    _, second, third, fourth, fifth = before
    assert third - second > 500
    assert fourth - third > 500
    assert fifth < 500

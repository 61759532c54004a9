-- Who walks a job, or walked it last: the owner is forgotten when it ends, and the node's row when the node is long gone.
ALTER TABLE job ADD COLUMN node text;
UPDATE job SET node = node.name FROM node WHERE node.id = job.owner;
